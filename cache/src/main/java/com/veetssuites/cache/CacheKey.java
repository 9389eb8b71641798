package com.veetssuites.cache;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A hierarchical name of a value: {@code user:profile:7}, {@code courses:list:instructor:5:page:1}.
 *
 * <p>A value depends on its own key and on each ancestor of it, so that invalidating {@code
 * courses:list} drops every page of every list. Named parts ({@link #with}) are printed in the
 * order of their names, whatever the order they were given in. A colon, an asterisk or a percent
 * sign inside a segment is printed percent-encoded, so that no segment can pose as two.
 *
 * <p>Immutable. Two keys that print alike are equal.
 */
public final class CacheKey {

  private static final char SEPARATOR = ':';

  private final String base;
  private final Map<String, String> named;
  private final String text;

  private CacheKey(String base, Map<String, String> named) {
    this.base = base;
    this.named = named;
    StringBuilder joined = new StringBuilder(base);
    named.forEach(
        (name, value) -> joined.append(SEPARATOR).append(name).append(SEPARATOR).append(value));
    this.text = joined.toString();
    Names.check("cache key", text);
  }

  /**
   * A key of these segments, in their order.
   *
   * @throws NullPointerException when a segment is null
   * @throws IllegalArgumentException when a segment is empty or has control characters, or the key
   *     is longer than 512 characters
   */
  public static CacheKey of(Object first, Object... rest) {
    StringBuilder joined = new StringBuilder(segment(first));
    for (Object part : rest) {
      joined.append(SEPARATOR).append(segment(part));
    }
    return new CacheKey(joined.toString(), Map.of());
  }

  /** The key that prints as this text. */
  public static CacheKey parse(String text) {
    for (String segment : text.split(":", -1)) {
      Names.check("segment of a cache key", segment);
    }
    return new CacheKey(text, Map.of());
  }

  /** This key with a named part more, or with another value of that part. */
  public CacheKey with(String name, Object value) {
    Map<String, String> parts = new TreeMap<>(named);
    parts.put(segment(name), segment(value));
    return new CacheKey(base, parts);
  }

  /** This key with a segment more. */
  public CacheKey child(Object segment) {
    return new CacheKey(text + SEPARATOR + segment(segment), Map.of());
  }

  /** The 64-bit hash that stands for this key, and for all below it, in entries and in the log. */
  public long hash() {
    return Hash64.end(Hash64.add(Hash64.begin('k'), text));
  }

  /** The hashes of this key and of each ancestor, the shortest first. */
  long[] path() {
    int segments = 1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == SEPARATOR) {
        segments++;
      }
    }
    long[] hashes = new long[segments];
    long state = Hash64.begin('k');
    int from = 0;
    for (int segment = 0; segment < segments; segment++) {
      int to = text.indexOf(SEPARATOR, from + (segment == 0 ? 0 : 1));
      int end = to < 0 ? text.length() : to;
      state = Hash64.add(state, text.subSequence(from, end));
      hashes[segment] = Hash64.end(state);
      from = end;
    }
    return hashes;
  }

  private static String segment(Object part) {
    String text = Objects.requireNonNull(part, "a segment of a cache key is null").toString();
    Names.check("segment of a cache key", text);
    if (text.indexOf(SEPARATOR) < 0 && text.indexOf('*') < 0 && text.indexOf('%') < 0) {
      return text;
    }
    return text.replace("%", "%25").replace(":", "%3A").replace("*", "%2A");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key && key.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The segments with colons between them. */
  @Override
  public String toString() {
    return text;
  }
}
