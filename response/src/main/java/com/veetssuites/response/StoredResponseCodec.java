package com.veetssuites.response;

import com.veetssuites.cache.Codec;
import com.veetssuites.response.StoredResponse.Header;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stored answers as bytes: a few header fields, then the body, compressed when a compressed form is
 * kept. Another layout needs another {@link #fingerprint}.
 */
final class StoredResponseCodec implements Codec<StoredResponse> {

  private static final long LAYOUT = 0x76656574735201L;
  private static final int MOST_HEADERS = 1000;

  private final int maxBody;

  StoredResponseCodec(int maxBody) {
    this.maxBody = maxBody;
  }

  @Override
  public long fingerprint() {
    return LAYOUT;
  }

  @Override
  public byte[] encode(StoredResponse value) throws IOException {
    byte[] gzip = value.gzip;
    byte[] payload = gzip == null ? value.body : gzip;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 512);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(value.status);
    write(out, value.contentType == null ? "" : value.contentType);
    write(out, value.route);
    write(out, value.etag);
    out.writeShort(value.headers.size());
    for (Header header : value.headers) {
      write(out, header.name());
      write(out, header.value());
    }
    out.writeBoolean(gzip != null);
    out.writeInt(payload.length);
    out.write(payload);
    return bytes.toByteArray();
  }

  @Override
  public StoredResponse decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int status = in.readUnsignedShort();
    String type = read(in);
    String route = read(in);
    String etag = read(in);
    int count = in.readUnsignedShort();
    if (etag.length() < 2 || count > MOST_HEADERS) {
      throw new IOException("these are not the bytes of a stored answer");
    }
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new Header(read(in), read(in)));
    }
    boolean zipped = in.readBoolean();
    byte[] payload = readBytes(in);
    byte @Nullable [] gzip = zipped ? payload : null;
    byte[] body = zipped ? StoredResponse.unzip(payload, maxBody) : payload;
    return new StoredResponse(
        status, type.isEmpty() ? null : type, headers, route, etag, body, gzip);
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("these are not the bytes of a stored answer");
    }
    return in.readNBytes(length);
  }
}
