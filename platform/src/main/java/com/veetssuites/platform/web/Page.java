package com.veetssuites.platform.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param count rows of the whole list, exact
 * @param next URL of the next page, or null on the last
 * @param previous URL of the previous page, or null on the first
 */
public record Page<T>(
    long count, @Nullable String next, @Nullable String previous, List<T> results) {

  /** The same page with this before its links. */
  Page<T> under(String path) {
    return new Page<>(
        count,
        next == null ? null : path + next,
        previous == null ? null : path + previous,
        results);
  }

  /** The same page of other things. */
  public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
    return new Page<>(count, next, previous, results.stream().<R>map(mapper).toList());
  }
}
