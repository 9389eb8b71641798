package com.veetssuites.response;

import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** By which request headers the answers of a view differ (RFC 9110, 12.5.5). */
final class Vary {

  /** In every key; or never in a request that gets a kept answer. */
  private static final Set<String> HELD =
      Set.of(
          "accept-encoding",
          "origin",
          "access-control-request-method",
          "access-control-request-headers");

  private Vary() {}

  /** What an answer varies on that its key does not hold; null when there is nothing. */
  static @Nullable String unheld(HttpServletResponse response, View view) {
    for (String name : names(response)) {
      boolean held =
          name.equalsIgnoreCase(HttpHeaders.AUTHORIZATION)
              ? !view.plan.shared()
              : name.equalsIgnoreCase(HttpHeaders.ACCEPT)
                  ? view.acceptInKey()
                  : HELD.contains(name.toLowerCase(Locale.ROOT))
                      || view.plan.varyOn().contains(name);
      if (!held) {
        return name;
      }
    }
    return null;
  }

  static String of(HttpServletResponse response, View view) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(names(response));
    names.addAll(view.plan.varyOn());
    names.add(HttpHeaders.ACCEPT_ENCODING);
    names.add(HttpHeaders.AUTHORIZATION);
    if (view.acceptInKey()) {
      names.add(HttpHeaders.ACCEPT);
    }
    return String.join(", ", names);
  }

  private static Set<String> names(HttpServletResponse response) {
    Set<String> names = new LinkedHashSet<>();
    for (String value : response.getHeaders(HttpHeaders.VARY)) {
      for (String name : value.split(",", -1)) {
        if (!name.isBlank()) {
          names.add(name.strip());
        }
      }
    }
    return names;
  }
}
