package com.veetssuites.platform.web;

import com.veetssuites.cache.CacheKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list a client asked for, checked.
 *
 * @param number 1 for the first page; meaningless with a cursor
 * @param size rows a page, 1 to 100
 * @param keyset whether the client walks by cursor instead of by number
 * @param cursor where the page begins; null for the first
 * @param search what to search for; null for everything
 * @param path absolute URL of the list, without a query
 * @param parameters the parameters that every link to another page repeats
 */
public record PageRequest(
    int number,
    int size,
    boolean keyset,
    @Nullable String cursor,
    Ordering ordering,
    @Nullable String search,
    String path,
    Map<String, String> parameters) {

  public static final int DEFAULT_SIZE = 20;
  public static final int MAX_SIZE = 100;

  /** What a parameter is like that can be part of the key of a cache. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  /**
   * A page as a client gets it that asks for its number only.
   *
   * @param ordering the default of the list: {@code -created_at}
   */
  public static PageRequest of(int number, String ordering) {
    return new PageRequest(
        number, DEFAULT_SIZE, false, null, Ordering.parse(ordering), null, "", Map.of());
  }

  /**
   * Whether many clients will ask for the same page: not one of a search, nor one by cursor, nor
   * one with a filter that is empty, padded or otherwise written as no client of ours does.
   */
  boolean common() {
    return search == null
        && !keyset
        && parameters.values().stream().allMatch(value -> PLAIN.matcher(value).matches());
  }

  /** The name of this page below the name of its list: {@code courses:list:page:2}. */
  CacheKey key(CacheKey list) {
    CacheKey key = list.with("page", number);
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      key = key.with(parameter.getKey(), parameter.getValue());
    }
    return key;
  }

  /** The same page with links that begin with their query. */
  PageRequest withoutPath() {
    return new PageRequest(number, size, keyset, cursor, ordering, search, "", parameters);
  }

  /** Rows before this page. */
  long offset() {
    return (number - 1L) * size;
  }

  String link(int page) {
    return page == 1 ? link(Map.of()) : link(Map.of("page", "" + page));
  }

  String link(String cursor) {
    return link(Map.of("cursor", cursor));
  }

  static InvalidRequest invalidCursor() {
    return new InvalidRequest(
        "cursor", "must be empty for the first page, or taken from a next or previous link");
  }

  private String link(Map<String, String> position) {
    var link = new StringBuilder(path);
    append(position, link);
    append(parameters, link);
    return link.toString();
  }

  private void append(Map<String, String> values, StringBuilder link) {
    values.forEach((name, value) ->
        link.append(link.length() == path.length() ? '?' : '&')
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
  }
}
