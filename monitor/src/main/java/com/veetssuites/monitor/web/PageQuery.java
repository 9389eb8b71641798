package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Window;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a page is asked for, checked.
 *
 * @param base of all pages, with a slash at its end
 * @param page what follows it
 * @param parameters those of the request that a page may know, never null
 */
record PageQuery(String base, String page, Map<String, String> parameters, Window window) {

  private static final int LONGEST = 400;

  static PageQuery of(String base, String page, Map<String, String> parameters) {
    Map<String, String> kept = new LinkedHashMap<>();
    parameters.forEach((name, value) -> {
      if (name.matches("[a-z_]{1,20}") && !name.equals("_csrf")) {
        kept.put(name, value.substring(0, Math.min(value.length(), LONGEST)));
      }
    });
    Window window = Window.of(kept.getOrDefault("window", Window.FIFTEEN_MINUTES.label()));
    return new PageQuery(base, page, kept, window);
  }

  String path() {
    return base + page;
  }

  @Nullable String get(String name) {
    String value = parameters.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** One node alone; null for all. */
  @Nullable String node() {
    return window.length() == null || window.compareTo(Window.FIFTEEN_MINUTES) <= 0
        ? get("node")
        : null;
  }

  /**
   * A number from 1 on.
   *
   * @throws IllegalArgumentException when it is none
   */
  int number(String name) {
    String value = Objects.requireNonNullElse(get(name), "1");
    if (!value.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          "The %s is a number from 1 on, not \"%s\".".formatted(name, value));
    }
    return Integer.parseInt(value);
  }

  /** The address of this page with a parameter changed; null removes it. */
  String with(String name, @Nullable String value) {
    Map<String, String> changed = new LinkedHashMap<>(parameters);
    changed.remove(name);
    if (value != null) {
      changed.put(name, value);
    }
    return address(path(), changed);
  }

  /** The address of another page, with the window and the node kept. */
  String link(String other, String... nameAndValue) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String name : new String[] {"window", "node"}) {
      String value = get(name);
      if (value != null) {
        kept.put(name, value);
      }
    }
    for (int i = 0; i < nameAndValue.length; i += 2) {
      kept.put(nameAndValue[i], nameAndValue[i + 1]);
    }
    return address(base + other, kept);
  }

  private static String address(String path, Map<String, String> parameters) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    parameters.forEach(
        (name, value) -> query.add(name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return path + query;
  }
}
