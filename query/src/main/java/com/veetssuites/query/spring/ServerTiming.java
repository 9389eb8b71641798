package com.veetssuites.query.spring;

import com.veetssuites.query.QueryScope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * The header Server-Timing of answers with a body: what the database had cost when the body began,
 * for the developer tools of a browser. Source: W3C Server Timing.
 */
@ControllerAdvice
public final class ServerTiming implements ResponseBodyAdvice<Object> {

  private final String whom;

  /**
   * @param whom {@code everybody}, {@code nobody}, or a role
   */
  public ServerTiming(String whom) {
    this.whom = whom;
  }

  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
    return !whom.equals("nobody");
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returnType,
      MediaType selectedContentType,
      Class<? extends HttpMessageConverter<?>> selectedConverterType,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    QueryScope scope = QueryScope.current();
    if (scope != null
        && request instanceof ServletServerHttpRequest servlet
        && (whom.equals("everybody") || servlet.getServletRequest().isUserInRole(whom))) {
      response.getHeaders().add("Server-Timing", describe(scope));
    }
    return body;
  }

  private static String describe(QueryScope scope) {
    return String.format(
        Locale.ROOT,
        "db;desc=\"%d statements, %d rows\";dur=%.2f, fetch;dur=%.2f, pool;dur=%.2f, total;dur=%.2f",
        scope.count(),
        scope.rows(),
        scope.executingNanos() / 1e6,
        scope.fetchingNanos() / 1e6,
        scope.waitingNanos() / 1e6,
        scope.elapsedNanos() / 1e6);
  }
}
