package com.veetssuites.response;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** An answer, ready to send: final headers, and the body as it is and compressed. Immutable. */
final class StoredResponse {

  /** A shorter body gains nothing from compression. */
  private static final int COMPRESS_ABOVE = 1024;

  final int status;
  final @Nullable String contentType;
  final List<Header> headers;

  /** The route that made it, for the meters. */
  final String route;

  final byte[] body;
  final byte @Nullable [] gzip;
  final String etag;
  final String gzipEtag;

  record Header(String name, String value) {}

  StoredResponse(
      int status,
      @Nullable String contentType,
      List<Header> headers,
      String route,
      String etag,
      byte[] body,
      byte @Nullable [] gzip) {
    this.status = status;
    this.contentType = contentType;
    this.headers = List.copyOf(headers);
    this.route = route;
    this.etag = etag;
    this.gzipEtag = etag.substring(0, etag.length() - 1) + "-gz\"";
    this.body = body;
    this.gzip = gzip;
  }

  /**
   * The stored form of an answer.
   *
   * @param validator the entity tag of the handler, or null
   */
  static StoredResponse of(
      int status,
      @Nullable String contentType,
      List<Header> headers,
      String route,
      @Nullable String validator,
      byte[] body) {
    return new StoredResponse(
        status, contentType, headers, route, etag(validator, body), body, zip(contentType, body));
  }

  /** Bytes in memory, about. */
  int weight() {
    int weight = 200 + body.length + (gzip == null ? 0 : gzip.length);
    for (Header header : headers) {
      weight += 64 + header.name.length() + header.value.length();
    }
    return weight;
  }

  /**
   * A strong validator of exactly these bytes. The one of the handler comes first, so that a client
   * can send the whole to a handler that asks for its own: see {@link EntityTags}.
   */
  private static String etag(@Nullable String validator, byte[] body) {
    String hash;
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      hash = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
    return validator != null && validator.startsWith("\"") && validator.endsWith("\"")
        ? validator.substring(0, validator.length() - 1) + EntityTags.MARK + hash + '"'
        : '"' + hash + '"';
  }

  private static byte @Nullable [] zip(@Nullable String contentType, byte[] body) {
    if (body.length <= COMPRESS_ABOVE || contentType == null || !compressible(contentType)) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(body);
    } catch (IOException e) {
      throw new IllegalStateException("Memory does not fail.", e);
    }
    return bytes.size() < body.length ? bytes.toByteArray() : null;
  }

  static byte[] unzip(byte[] gzip, int atMost) throws IOException {
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return zip.readNBytes(atMost);
    }
  }

  private static boolean compressible(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    int semicolon = type.indexOf(';');
    type = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    return type.startsWith("text/")
        || type.endsWith("json")
        || type.endsWith("xml")
        || type.endsWith("javascript")
        || type.equals("image/svg+xml");
  }
}
