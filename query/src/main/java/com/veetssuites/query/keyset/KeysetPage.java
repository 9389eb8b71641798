package com.veetssuites.query.keyset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of rows with where to go on.
 *
 * @param rows in the order of the list, whichever way they were read
 * @param next where the next page begins; null on the last
 * @param previous where the page before ends; null on the first
 */
public record KeysetPage<R>(List<R> rows, @Nullable Place next, @Nullable Place previous) {

  /**
   * The page that a query has read.
   *
   * @param read in the order of {@link Keyset#orderBy}, one row more than the page if there is one:
   *     it tells whether there is another page in the direction of reading
   * @param size rows a page
   * @param from where the page begins; null for the first
   * @param values the values of a row in the columns of the keyset
   */
  public static <R> KeysetPage<R> of(
      List<R> read, int size, @Nullable Place from, Function<R, List<Object>> values) {
    List<R> rows = new ArrayList<>(read);
    boolean more = rows.size() > size;
    if (more) {
      rows = rows.subList(0, size);
    }
    boolean backwards = from != null && from.backwards();
    if (backwards) {
      Collections.reverse(rows);
    }
    boolean hasNext = backwards ? !rows.isEmpty() : more;
    boolean hasPrevious = backwards ? more : from != null && !rows.isEmpty();
    return new KeysetPage<>(
        List.copyOf(rows),
        hasNext ? new Place(false, values.apply(rows.getLast())) : null,
        hasPrevious ? new Place(true, values.apply(rows.getFirst())) : null);
  }
}
