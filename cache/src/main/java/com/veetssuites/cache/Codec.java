package com.veetssuites.cache;

import java.io.IOException;

/** Values of one type as bytes, for the second level. Safe for use by many threads. */
public interface Codec<V> {

  /**
   * The bytes of a value.
   *
   * @throws IOException when it cannot be written
   */
  byte[] encode(V value) throws IOException;

  /**
   * The value of some bytes.
   *
   * @throws IOException when they are not those of a value of this type
   */
  V decode(byte[] bytes) throws IOException;

  /**
   * Stands for the shape of the type and for this encoding: another program version that changes
   * either must not read the old bytes.
   */
  long fingerprint();
}
