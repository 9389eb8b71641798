package com.veetssuites.cache.spring;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The call of a method with cache annotations that the current thread is in.
 *
 * @param filled the caches that its result fills
 * @param replaced the caches in which its result replaces a value
 * @param began when, by {@link System#nanoTime}
 */
record CachedCall(
    @Nullable Object[] arguments, Set<String> filled, Set<String> replaced, long began) {

  static final ScopedValue<CachedCall> CURRENT = ScopedValue.newInstance();

  static @Nullable CachedCall current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  boolean fills(String cache) {
    return filled.contains(cache);
  }

  boolean replaces(String cache) {
    return replaced.contains(cache);
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
