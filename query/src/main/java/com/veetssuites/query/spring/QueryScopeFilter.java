package com.veetssuites.query.spring;

import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/** A scope around each request, named after its route. */
public final class QueryScopeFilter extends OncePerRequestFilter {

  private final QueryScopes scopes;

  public QueryScopeFilter(QueryScopes scopes) {
    this.scopes = scopes;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      scopes.call(
          QueryScope.Kind.REQUEST,
          request.getMethod(),
          scope -> {
            try {
              chain.doFilter(request, response);
            } catch (ServletException e) {
              throw new Failed(e);
            } finally {
              scope.name(route(request));
            }
            return scope;
          });
    } catch (Failed e) {
      throw e.failure;
    }
  }

  /** The pattern, never the path: what a client sends is not a name for anything. */
  private static String route(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return pattern == null
        ? request.getMethod() + " (no handler)"
        : request.getMethod() + " " + pattern;
  }

  /** Carries a second checked exception through work that declares one. */
  private static final class Failed extends IOException {
    private final ServletException failure;

    Failed(ServletException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
