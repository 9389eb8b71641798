package com.veetssuites.cache.history;

import java.util.List;

/**
 * A cached value that tells what it was made of.
 *
 * @param cells what was read
 * @param versions for each of them, in which version
 */
record Made(List<Integer> cells, List<Long> versions) {

  static Made of(int cell, long version) {
    return new Made(List.of(cell), List.of(version));
  }
}
