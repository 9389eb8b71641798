package com.veetssuites.cache;

import org.jspecify.annotations.Nullable;

/** Makes the value of a key. Everything it reads for that becomes what the value depends on. */
@FunctionalInterface
public interface Loader<K, V> {

  /** The value, or null when there is none. */
  @Nullable V load(K key) throws Exception;
}
