package com.veetssuites.response;

import com.veetssuites.cache.Cached;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.response.Routes.Match;
import com.veetssuites.response.StoredResponse.Header;
import com.veetssuites.response.ViewMeters.Result;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The first filter of the server: answers from the cache, or lets the application answer and keeps
 * that.
 *
 * <p>Invariants, each searched for by a test:
 *
 * <ol>
 *   <li>An answer made for a principal is sent to that principal only, and only when its
 *       credentials were verified for this very request; one made for nobody only to requests
 *       without credentials.
 *   <li>What the key does not hold is not seen by whoever makes an answer that is kept.
 *   <li>The chain runs at most once for a request: a second run would skip the filters behind this
 *       one, and with them all security.
 *   <li>When an invalidation has returned, no answer begun before it is sent to a request that
 *       arrives after it.
 * </ol>
 */
public final class ResponseCacheFilter implements Filter {

  /** Requests with any of these are the application's business. */
  private static final String[] BYPASSING = {
    HttpHeaders.RANGE,
    HttpHeaders.IF_MATCH,
    HttpHeaders.IF_UNMODIFIED_SINCE,
    HttpHeaders.IF_RANGE,
    HttpHeaders.TRANSFER_ENCODING,
    HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD,
    HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS
  };

  private final ResponseCache cache;
  private final TieredCaches caches;
  private final ResponseSettings settings;
  private final List<VerifiedPrincipals> principals;

  /** A filter in front of these views. */
  public ResponseCacheFilter(ResponseCache cache, List<VerifiedPrincipals> principals) {
    this.cache = cache;
    this.caches = cache.caches();
    this.settings = cache.settings();
    this.principals = List.copyOf(principals);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    Position seen = settings.session() ? SessionPosition.of(http) : null;
    if (seen == null || caches.catchUp(seen)) {
      dispatch(http, answer, chain);
      return;
    }
    Failure failure = new Failure();
    caches.uncached(() -> {
      failure.run(() -> dispatch(http, answer, chain));
      return failure;
    });
    failure.rethrow();
  }

  private void dispatch(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        Match match = match(request);
        if (match == null) {
          chain.doFilter(request, response);
        } else {
          read(match, request, response, chain);
        }
      }
      case "OPTIONS", "TRACE" -> chain.doFilter(request, response);
      default -> write(request, response, chain);
    }
  }

  // ---- writes

  private void write(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest forHandler =
        request.getHeader(HttpHeaders.IF_MATCH) == null ? request : new TagsOfHandlers(request);
    if (!settings.session()) {
      chain.doFilter(forHandler, response);
      return;
    }
    PositionResponse stamped =
        new PositionResponse(
            response,
            () -> SessionPosition.tell(caches, settings.positionLifetime(), request, response));
    chain.doFilter(forHandler, stamped);
    if (!request.isAsyncStarted()) {
      stamped.stamp();
    }
  }

  /** A client sends the entity tag that it got from here; the handler knows only its own part. */
  private static final class TagsOfHandlers extends HttpServletRequestWrapper {
    TagsOfHandlers(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      String value = super.getHeader(name);
      return value != null && name.equalsIgnoreCase(HttpHeaders.IF_MATCH)
          ? EntityTags.handlers(value)
          : value;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(HttpHeaders.IF_MATCH)
          ? Collections.enumeration(
              Collections.list(super.getHeaders(name)).stream().map(EntityTags::handlers).toList())
          : super.getHeaders(name);
    }
  }

  // ---- reads

  private @Nullable Match match(HttpServletRequest request) {
    String path = request.getRequestURI();
    int skip = request.getContextPath().length() + settings.servletPath().length();
    if (skip > 0) {
      if (path.length() < skip
          || !path.startsWith(settings.servletPath(), request.getContextPath().length())) {
        return null;
      }
      path = path.substring(skip);
    }
    return cache.routes().match(path);
  }

  private void read(
      Match match, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long began = System.nanoTime();
    View view = match.view();
    boolean credentials = credentials(request);
    String viewer = null;
    if (bypasses(view, request)) {
      pass(view, request, response, chain);
      return;
    }
    if (credentials) {
      viewer = principal(request);
      if (viewer == null) {
        pass(view, request, response, chain);
        return;
      }
    }
    Query query =
        Query.parse(
            request.getQueryString(),
            name -> view.plan.params() == null || view.plan.params().contains(name));
    String key = query == null ? null : key(match, query, viewer, request);
    if (query == null || key == null || !view.accepts(request.getHeader(HttpHeaders.ACCEPT))) {
      pass(view, request, response, chain);
      return;
    }
    boolean personal = credentials && !view.plan.shared();
    Making making = new Making(view, settings, personal, request, response, chain, query);
    Cached<StoredResponse> found;
    try {
      found = view.region.findOrLoad(key, making);
    } catch (RuntimeException e) {
      if (making.ran()) {
        making.fail(e);
      } else {
        // The one who made it for all failed: each for itself.
        pass(view, request, response, chain);
      }
      return;
    }
    StoredResponse stored = found.value();
    boolean made = found.origin() == Cached.Origin.LOADED;
    if (stored == null) {
      if (made) {
        view.meters.count(Result.MISS);
        making.finish();
      } else {
        pass(view, request, response, chain);
      }
      return;
    }
    if (making.ran()) {
      making.discard();
    } else if (!view.acceptInKey()
        && !Negotiation.prefers(request.getHeader(HttpHeaders.ACCEPT), stored.contentType)) {
      pass(view, request, response, chain);
      return;
    }
    String status = status(found, making);
    int sent =
        Answer.send(
            stored, view, credentials, made ? null : found.age(), status, request, response);
    if (!making.ran()) {
      view.meters.time(request.getMethod(), sent, stored.route, System.nanoTime() - began);
    }
    view.meters.count(
        made ? Result.MISS : found.origin() == Cached.Origin.STALE ? Result.STALE : Result.HIT);
  }

  private static String status(Cached<StoredResponse> found, Making making) {
    return switch (found.origin()) {
      case LOADED -> making.kept() ? "veets; fwd=miss; stored" : "veets; fwd=miss";
      case STALE ->
          making.ran()
              ? "veets; hit; detail=stale-if-error"
              : "veets; hit; detail=stale-while-revalidate";
      case JOINED -> "veets; fwd=miss; collapsed";
      default -> "veets; hit";
    };
  }

  private void pass(
      View view, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    view.meters.count(Result.BYPASS);
    response.setHeader("Cache-Status", "veets; fwd=bypass");
    chain.doFilter(request, response);
  }

  private static boolean bypasses(View view, HttpServletRequest request) {
    for (String header : BYPASSING) {
      if (request.getHeader(header) != null) {
        return true;
      }
    }
    // Other clients offer an upgrade to HTTP/2 with every request, which changes no answer.
    if (request.getContentLengthLong() > 0
        || "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      return true;
    }
    String query = request.getQueryString();
    // A token in a query is a credential (RFC 6750, 2.3), which no key may hold.
    if (query != null && query.contains("access_token=")) {
      return true;
    }
    if (!view.plan.allowNoCache()) {
      return false;
    }
    String control = request.getHeader(HttpHeaders.CACHE_CONTROL);
    String pragma = request.getHeader(HttpHeaders.PRAGMA);
    return (control != null && (control.contains("no-cache") || control.contains("no-store")))
        || (control == null && pragma != null && pragma.contains("no-cache"));
  }

  /** Whether a request brings anything by which its sender could be known. */
  private boolean credentials(HttpServletRequest request) {
    for (String header : settings.credentialHeaders()) {
      if (request.getHeader(header) != null) {
        return true;
      }
    }
    Enumeration<String> cookies = request.getHeaders(HttpHeaders.COOKIE);
    while (cookies.hasMoreElements()) {
      if (SessionPosition.others(cookies.nextElement())) {
        return true;
      }
    }
    return request.getUserPrincipal() != null
        || (request.isSecure()
            && request.getAttribute("jakarta.servlet.request.X509Certificate") != null);
  }

  private @Nullable String principal(HttpServletRequest request) {
    for (VerifiedPrincipals known : principals) {
      String name = known.of(request);
      if (name != null && !name.isEmpty()) {
        return name;
      }
    }
    return null;
  }

  private @Nullable String key(
      Match match, Query query, @Nullable String viewer, HttpServletRequest request) {
    View view = match.view();
    List<Header> varied = List.of();
    if (!view.plan.varyOn().isEmpty()) {
      varied = new ArrayList<>();
      for (String name : view.plan.varyOn()) {
        String value = String.join(", ", Collections.list(request.getHeaders(name)));
        if (!value.isEmpty() && !implied(name)) {
          varied.add(new Header(name.toLowerCase(Locale.ROOT), value));
        }
      }
    }
    return view.key(
        match.variables(),
        query,
        viewer,
        varied,
        request.getHeader(HttpHeaders.ORIGIN),
        settings.hostInKey() ? host(request) : null,
        variant(match, request));
  }

  /** Headers that are in every key, or stand for the principal. */
  private static boolean implied(String header) {
    return switch (header.toLowerCase(Locale.ROOT)) {
      case "authorization", "cookie", "origin", "host", "accept-encoding" -> true;
      default -> false;
    };
  }

  private @Nullable String variant(Match match, HttpServletRequest request) {
    if (match.view().plan.handler() != null) {
      return match.slash() ? "/" : null;
    }
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return request.getRequestURI() + (Negotiation.anything(accept) ? "" : " " + accept);
  }

  private static String host(HttpServletRequest request) {
    String scheme = request.getScheme();
    int port = request.getServerPort();
    boolean usual = scheme.equals("https") ? port == 443 : port == 80;
    return scheme + "//" + request.getServerName() + (usual ? "" : "." + port);
  }

  /** Carries what a chain throws through code that may throw nothing. */
  private static final class Failure {
    private @Nullable Throwable thrown;

    interface Step {
      void run() throws IOException, ServletException;
    }

    void run(Step step) {
      try {
        step.run();
      } catch (IOException | ServletException | RuntimeException | Error e) {
        thrown = e;
      }
    }

    void rethrow() throws IOException, ServletException {
      Making.rethrow(thrown);
    }
  }
}
