package com.veetssuites.query.replica;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hands each client that has written the place in the database's log where that ended, by a header
 * and a cookie, and takes it back with its next requests: to whichever node and replica they go,
 * they see the write.
 *
 * <p>Only what has been written before the first byte of the answer is told. A cookie lasts longer
 * than any replica that is in use is behind.
 */
public final class ReadYourWritesFilter implements Filter {

  /** Of requests and answers. */
  public static final String HEADER = "Database-Position";

  private static final String COOKIE = "database-position";

  private final Replicas replicas;

  public ReadYourWritesFilter(Replicas replicas) {
    this.replicas = replicas;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)
        || ClientPosition.REQUEST.isBound()) {
      chain.doFilter(request, response);
      return;
    }
    ClientPosition client = replicas.client(carried(http));
    StampedResponse stamped = new StampedResponse(answer, () -> tell(client, http, answer));
    try {
      ScopedValue.where(ClientPosition.REQUEST, client)
          .call(() -> {
            chain.doFilter(request, stamped);
            return null;
          });
    } catch (IOException | ServletException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
    if (!request.isAsyncStarted()) {
      stamped.stamp();
    }
  }

  private static @Nullable DatabasePosition carried(HttpServletRequest request) {
    String header = request.getHeader(HEADER);
    if (header != null) {
      return DatabasePosition.parse(header);
    }
    String cookies = request.getHeader("Cookie");
    if (cookies == null) {
      return null;
    }
    for (String cookie : cookies.split(";", 64)) {
      String text = cookie.strip();
      if (text.startsWith(COOKIE + "=")) {
        return DatabasePosition.parse(text.substring(COOKIE.length() + 1));
      }
    }
    return null;
  }

  private void tell(
      ClientPosition client, HttpServletRequest request, HttpServletResponse response) {
    DatabasePosition position = client.told();
    if (position != null) {
      response.setHeader(HEADER, position.toString());
      response.addHeader(
          "Set-Cookie",
          "%s=%s; Max-Age=%d; Path=/; HttpOnly; SameSite=Lax%s"
              .formatted(
                  COOKIE,
                  position,
                  replicas.settings().maxLag().toSeconds() + 5,
                  request.isSecure() ? "; Secure" : ""));
    }
  }
}
