package com.veetssuites.response;

import com.veetssuites.cache.Position;
import com.veetssuites.cache.TieredCaches;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The place in the invalidation log that a client's last write reached, carried by the client for
 * some seconds: whichever node it comes to next shows it that write.
 */
final class SessionPosition {

  static final String HEADER = "Veets-Position";
  private static final String COOKIE = "veets-position=";

  private SessionPosition() {}

  /** Null when the client carries none, or one that is none. */
  static @Nullable Position of(HttpServletRequest request) {
    String text = request.getHeader(HEADER);
    if (text == null) {
      String cookies = request.getHeader(HttpHeaders.COOKIE);
      text = cookies == null ? null : value(cookies);
    }
    return text == null ? null : Position.parse(text);
  }

  private static @Nullable String value(String cookies) {
    for (int from = 0; from < cookies.length(); ) {
      int to = cookies.indexOf(';', from);
      int end = to < 0 ? cookies.length() : to;
      String cookie = cookies.substring(from, end).strip();
      if (cookie.startsWith(COOKIE)) {
        return cookie.substring(COOKIE.length());
      }
      from = end + 1;
    }
    return null;
  }

  /** Whether this {@code Cookie} header has a cookie besides the position. */
  static boolean others(String cookies) {
    return !cookies.startsWith(COOKIE) || cookies.indexOf(';') >= 0;
  }

  static void tell(
      TieredCaches caches,
      Duration lifetime,
      HttpServletRequest request,
      HttpServletResponse response) {
    String position = caches.position().toString();
    response.setHeader(HEADER, position);
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        COOKIE
            + position
            + "; Max-Age="
            + Math.max(1, lifetime.toSeconds())
            + "; Path=/; HttpOnly; SameSite=Lax"
            + (request.isSecure() ? "; Secure" : ""));
  }
}
