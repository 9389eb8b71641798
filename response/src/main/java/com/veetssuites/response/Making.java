package com.veetssuites.response;

import com.veetssuites.cache.Load;
import com.veetssuites.cache.Loader;
import com.veetssuites.response.StoredResponse.Header;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The making of one answer by the application, in the thread of the request that asked first. What
 * comes out is kept, or goes to that request only.
 */
final class Making implements Loader<String, StoredResponse> {

  private static final Logger LOGGER = LoggerFactory.getLogger(Making.class);

  /** Headers that are about one message, not about the answer. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "age",
          "cache-status",
          "connection",
          "content-length",
          "content-type",
          "date",
          "etag",
          "keep-alive",
          "server-timing",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "vary");

  private final View view;
  private final ResponseSettings settings;
  private final boolean personal;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final FilterChain chain;
  private final Query query;
  private final Map<String, List<String>> before = new LinkedHashMap<>();
  private @Nullable Capture capture;
  private @Nullable Throwable thrown;
  private boolean kept;

  Making(
      View view,
      ResponseSettings settings,
      boolean personal,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Query query) {
    this.view = view;
    this.settings = settings;
    this.personal = personal;
    this.request = request;
    this.response = response;
    this.chain = chain;
    this.query = query;
  }

  /** Whether the application was asked, by this request: it must not be asked again. */
  boolean ran() {
    return capture != null;
  }

  /** Whether others will get it too. */
  boolean kept() {
    return kept;
  }

  @Override
  public @Nullable StoredResponse load(String key) {
    for (String name : response.getHeaderNames()) {
      before.put(name, List.copyOf(response.getHeaders(name)));
    }
    response.setHeader("Cache-Status", "veets; fwd=miss");
    Capture captured = new Capture(response, settings.maxBody());
    capture = captured;
    try {
      chain.doFilter(new ShieldedRequest(request, query, view.plan.varyOn(), captured), captured);
    } catch (IOException | ServletException | RuntimeException | Error e) {
      thrown = e;
      throw new Failed(e.toString());
    }
    if (captured.released()) {
      return null;
    }
    if (response.getStatus() >= 500 && !view.plan.statuses().contains(response.getStatus())) {
      throw new Failed("the application answered " + response.getStatus());
    }
    byte[] body = captured.body();
    if (captured.released() || !storable(captured)) {
      return null;
    }
    Load load = Load.current();
    kept = load != null && load.storable();
    return stored(captured, body);
  }

  private StoredResponse stored(Capture captured, byte[] body) {
    List<Header> headers = new ArrayList<>();
    boolean security = securityDefault();
    for (String name : new TreeSet<>(response.getHeaderNames())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (TRANSIENT.contains(lower)
          || settings.unstoredHeaders().stream().anyMatch(name::equalsIgnoreCase)
          || List.copyOf(response.getHeaders(name)).equals(before.get(name))
          || (security && Set.of("cache-control", "pragma", "expires").contains(lower))) {
        continue;
      }
      response.getHeaders(name).forEach(value -> headers.add(new Header(name, value)));
    }
    String vary = Vary.of(response, view);
    if (!vary.isEmpty()) {
      headers.add(new Header(HttpHeaders.VARY, vary));
    }
    Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return StoredResponse.of(
        response.getStatus(),
        captured.getContentType(),
        headers,
        route == null ? "UNKNOWN" : route.toString(),
        response.getHeader(HttpHeaders.ETAG),
        body);
  }

  private boolean storable(Capture captured) {
    if (captured.error() || !view.plan.statuses().contains(response.getStatus())) {
      return false;
    }
    Object handler = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
    boolean answered =
        view.plan.handler() == null
            ? handler != null
            : handler instanceof HandlerMethod method
                && method.getMethod().equals(view.plan.handler());
    if (!answered) {
      return false;
    }
    if (response.getHeader(HttpHeaders.SET_COOKIE) != null) {
      view.tellOnce("an answer sets a cookie");
      return false;
    }
    if (response.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      view.tellOnce("an answer is compressed already");
      return false;
    }
    String unheld = Vary.unheld(response, view);
    if (unheld != null) {
      view.tellOnce("an answer varies on " + unheld + ", which varyOn does not name");
      return false;
    }
    String control = String.join(",", response.getHeaders(HttpHeaders.CACHE_CONTROL));
    String lower = control.toLowerCase(Locale.ROOT);
    if (!securityDefault()
        && (lower.contains("no-store") || (lower.contains("private") && !personal))) {
      return false;
    }
    return view.keeps(request.getHeader(HttpHeaders.ACCEPT), captured.getContentType());
  }

  private boolean securityDefault() {
    String control = response.getHeader(HttpHeaders.CACHE_CONTROL);
    return control != null
        && Answer.defaultOfSecurity(control)
        && "0".equals(response.getHeader(HttpHeaders.EXPIRES))
        && "no-cache".equals(response.getHeader(HttpHeaders.PRAGMA));
  }

  /** The application has answered with something that is not kept: it goes out as it is. */
  void finish() throws IOException {
    if (capture != null) {
      capture.release();
    }
  }

  /** The application has failed, and there is nothing to serve in its place. */
  void fail(RuntimeException failure) throws IOException, ServletException {
    if (!(failure instanceof Failed)) {
      throw failure;
    }
    rethrow(thrown);
    finish();
  }

  /** Something that is kept goes out in place of what the application has written. */
  void discard() {
    if (thrown != null) {
      LOGGER.warn("The view {} failed; its last answer is sent.", view.plan.name(), thrown);
    }
    List<String> timing = List.copyOf(response.getHeaders("Server-Timing"));
    response.reset();
    before.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    timing.forEach(value -> response.addHeader("Server-Timing", value));
  }

  static void rethrow(@Nullable Throwable thrown) throws IOException, ServletException {
    switch (thrown) {
      case null -> {}
      case IOException e -> throw e;
      case ServletException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new ServletException(thrown);
    }
  }

  /** Tells the cache below that there is no answer; the request that made it knows the rest. */
  private static final class Failed extends RuntimeException {
    Failed(String message) {
      super(message, null, false, false);
    }
  }
}
