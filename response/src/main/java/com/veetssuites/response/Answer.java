package com.veetssuites.response;

import com.veetssuites.response.StoredResponse.Header;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Sends what is kept, as this client can read it: whole, compressed, or as "not modified". */
final class Answer {

  private Answer() {}

  /**
   * Sends it.
   *
   * @param age null when it was made for this request
   * @param cacheStatus what became of the request here (RFC 9211)
   * @return the status that was sent
   */
  static int send(
      StoredResponse stored,
      View view,
      boolean credentials,
      @Nullable Duration age,
      String cacheStatus,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    byte[] zipped =
        Negotiation.gzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING)) ? stored.gzip : null;
    String etag = zipped == null ? stored.etag : stored.gzipEtag;
    String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    boolean unmodified = false;
    if (known != null && stored.status == HttpServletResponse.SC_OK) {
      String other = zipped == null ? stored.gzipEtag : stored.etag;
      if (EntityTags.listed(known, etag)) {
        unmodified = true;
      } else if (EntityTags.listed(known, other)) {
        unmodified = true;
        etag = other;
      }
    }
    response.setStatus(unmodified ? HttpServletResponse.SC_NOT_MODIFIED : stored.status);
    boolean cacheControl = false;
    for (Header header : stored.headers) {
      cacheControl |= header.name().equalsIgnoreCase(HttpHeaders.CACHE_CONTROL);
      response.addHeader(header.name(), header.value());
    }
    if (!cacheControl) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, cacheControl(view, credentials));
    }
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader("Cache-Status", cacheStatus);
    if (age != null) {
      response.setHeader(HttpHeaders.AGE, Long.toString(age.toSeconds()));
    }
    if (unmodified) {
      return HttpServletResponse.SC_NOT_MODIFIED;
    }
    byte[] body = zipped == null ? stored.body : zipped;
    if (stored.contentType != null) {
      response.setHeader(HttpHeaders.CONTENT_TYPE, stored.contentType);
    }
    if (zipped != null) {
      response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
    return stored.status;
  }

  /**
   * A browser asks again each time, for a "not modified" is cheap and a stale page is not. Proxies
   * may keep what has no principal, where the view says so.
   */
  private static String cacheControl(View view, boolean credentials) {
    if (credentials) {
      return "private, no-cache";
    }
    Duration shared = view.plan.sharedMaxAge();
    // Not "no-cache", which would forbid proxies what s-maxage allows.
    return shared == null
        ? "no-cache"
        : "public, max-age=0, must-revalidate, s-maxage=" + shared.toSeconds();
  }

  /** Whether this is what Spring Security sets where nothing else was said. */
  static boolean defaultOfSecurity(String cacheControl) {
    return cacheControl
        .toLowerCase(Locale.ROOT)
        .equals("no-cache, no-store, max-age=0, must-revalidate");
  }
}
