package com.veetssuites.response;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request as the application sees it while it makes an answer that is going to be kept: without
 * whatever the key does not hold. So no request can colour the answer that others get.
 */
final class ShieldedRequest extends HttpServletRequestWrapper {

  /** The cache itself decides about these, or they would change the answer for this client only. */
  private static final TreeSet<String> HIDDEN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    Collections.addAll(
        HIDDEN,
        "Accept-Encoding",
        "Accept-Language",
        "Cache-Control",
        "If-Modified-Since",
        "If-None-Match",
        "Pragma",
        "Save-Data",
        "Sec-CH-UA",
        "Sec-CH-UA-Mobile",
        "Sec-CH-UA-Platform",
        "User-Agent");
  }

  private final Set<String> hidden;
  private final Map<String, String[]> parameters = new LinkedHashMap<>();
  private final @Nullable String query;
  private final Capture capture;

  ShieldedRequest(HttpServletRequest request, Query query, Set<String> varyOn, Capture capture) {
    super(request);
    this.capture = capture;
    this.query = query.canonical();
    query.values().forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
    this.hidden = new TreeSet<>(HIDDEN); // with its order: whatever the case
    varyOn.forEach(hidden::remove);
  }

  /** A HEAD is answered by what is kept of the GET. */
  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public @Nullable String getQueryString() {
    return query;
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(parameters);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public @Nullable String getHeader(String name) {
    return hidden.contains(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return hidden.contains(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    List<String> names = Collections.list(super.getHeaderNames());
    names.removeIf(hidden::contains);
    return Collections.enumeration(names);
  }

  @Override
  public long getDateHeader(String name) {
    return hidden.contains(name) ? -1 : super.getDateHeader(name);
  }

  @Override
  public int getIntHeader(String name) {
    return hidden.contains(name) ? -1 : super.getIntHeader(name);
  }

  @Override
  public Locale getLocale() {
    return hidden.contains("Accept-Language") ? Locale.getDefault() : super.getLocale();
  }

  @Override
  public Enumeration<Locale> getLocales() {
    return hidden.contains("Accept-Language")
        ? Collections.enumeration(List.of(Locale.getDefault()))
        : super.getLocales();
  }

  @Override
  public AsyncContext startAsync() {
    return startAsync(this, capture);
  }

  /** What is written later, by another thread, is not kept. */
  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    try {
      capture.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return super.startAsync(request, response);
  }
}
