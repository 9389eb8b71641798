package com.veetssuites.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Reads {@code page}, {@code page_size}, {@code cursor}, {@code ordering} and {@code search} of a
 * request.
 */
final class PageRequestResolver implements HandlerMethodArgumentResolver {

  static final int MAX_SEARCH_LENGTH = 200;

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == PageRequest.class;
  }

  @Override
  public PageRequest resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binders) {
    var request = Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
    Listing listing =
        Objects.requireNonNull(
            parameter.getParameterAnnotation(Listing.class), "PageRequest needs @Listing");
    Ordering standard = Ordering.parse(listing.orderings()[0]);
    String cursorText = request.getParameter("cursor");
    String pageText = request.getParameter("page");
    if (cursorText != null && pageText != null) {
      throw new InvalidRequest("cursor", "cannot be combined with page: walk by one of them");
    }
    String orderingText = request.getParameter("ordering");
    Ordering ordering =
        orderingText == null || orderingText.isEmpty()
            ? standard
            : ordering(orderingText, listing.orderings());
    String cursor = cursorText == null || cursorText.isEmpty() ? null : cursorText;
    if (cursor != null) {
      Ordering made = PageReader.ordering(cursor);
      if (!made.equals(ordering)
          && (orderingText != null || !isAllowed(made, listing.orderings()))) {
        throw PageRequest.invalidCursor();
      }
      ordering = made;
    }
    int size = number(request, "page_size", PageRequest.DEFAULT_SIZE, PageRequest.MAX_SIZE);
    String search = listing.search() ? request.getParameter("search") : null;
    if (search != null && search.length() > MAX_SEARCH_LENGTH) {
      throw new InvalidRequest(
          "search", "must have at most %d characters".formatted(MAX_SEARCH_LENGTH));
    }
    Map<String, String> repeated = new LinkedHashMap<>();
    for (String filter : listing.filters()) {
      String value = request.getParameter(filter);
      if (value != null) {
        repeated.put(filter, value);
      }
    }
    if (!ordering.equals(standard)) {
      repeated.put("ordering", ordering.toString());
    }
    if (size != PageRequest.DEFAULT_SIZE) {
      repeated.put("page_size", "" + size);
    }
    if (search != null && !search.isBlank()) {
      repeated.put("search", search);
    }
    return new PageRequest(
        number(request, "page", 1, Integer.MAX_VALUE / PageRequest.MAX_SIZE),
        size,
        cursorText != null,
        cursor,
        ordering,
        search == null || search.isBlank() ? null : search,
        request.getRequestURL() + "/",
        repeated);
  }

  private static Ordering ordering(String text, String[] whitelist) {
    Ordering ordering = Ordering.parse(text);
    if (!isAllowed(ordering, whitelist)) {
      List<String> fields =
          Arrays.stream(whitelist).map(Ordering::parse).map(Ordering::field).toList();
      throw new InvalidRequest(
          "ordering",
          "must be one of %s, with a leading - for descending"
              .formatted(String.join(", ", fields)));
    }
    return ordering;
  }

  private static boolean isAllowed(Ordering ordering, String[] whitelist) {
    return Arrays.stream(whitelist)
        .anyMatch(allowed -> Ordering.parse(allowed).field().equals(ordering.field()));
  }

  private static int number(HttpServletRequest request, String name, int standard, int max) {
    String text = request.getParameter(name);
    if (text == null || text.isEmpty()) {
      return standard;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below, as any other number that is none
    }
    throw new InvalidRequest(name, "must be a whole number from 1 to " + max);
  }
}
