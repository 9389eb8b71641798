package com.veetssuites.cache;

import org.jspecify.annotations.Nullable;

/**
 * What a hit reads of an {@link Entry}. A class of its own, for the fields of a superclass lie
 * before all others: so a hit touches one line of the processor's cache, mostly.
 */
abstract class Hit<V> {

  final @Nullable V value;
  final long freshUntil;

  /** The version of the markers at which this was last found valid; others may know a later one. */
  volatile long validAt;

  Hit(@Nullable V value, long freshUntil) {
    this.value = value;
    this.freshUntil = freshUntil;
  }
}
