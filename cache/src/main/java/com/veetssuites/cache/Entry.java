package com.veetssuites.cache;

import org.jspecify.annotations.Nullable;

/**
 * A value in the memory of this process, with what decides whether it is still true. Times are
 * those of {@link Ticks}.
 */
final class Entry<V> extends Hit<V> {

  final Position stamp;
  final long[] dependencies;

  /** The marker whose invalidation ends the time of this value without removing it. */
  final long expiry;

  final long loadedAt;
  final long staleUntil;
  final long failSafeUntil;
  final int weight;

  Entry(
      @Nullable V value,
      Position stamp,
      long[] dependencies,
      long expiry,
      long loadedAt,
      long freshUntil,
      long staleUntil,
      long failSafeUntil,
      int weight) {
    super(value, freshUntil);
    this.stamp = stamp;
    this.dependencies = dependencies;
    this.expiry = expiry;
    this.loadedAt = loadedAt;
    this.staleUntil = staleUntil;
    this.failSafeUntil = failSafeUntil;
    this.weight = weight;
  }
}
