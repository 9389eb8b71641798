package com.veetssuites.query.keyset;

import java.util.List;

/**
 * A row in an ordered list, which a page begins after or ends before.
 *
 * @param backwards whether the page lies before the row
 * @param values the row's values of the columns of its keyset; none is null
 */
public record Place(boolean backwards, List<Object> values) {

  public Place {
    values = List.copyOf(values);
  }
}
