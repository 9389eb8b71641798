package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.Load;

/**
 * What keeps rows of the database in the memory of a unit of work, where no statement shows that
 * they are read or changed: the session of an object-relational mapper.
 */
public interface SessionCache {

  /** Whether the calling thread's unit of work holds changes that no statement has written yet. */
  boolean unflushed();

  /**
   * Tells a load that begins what it may find in the unit of work of the calling thread, or refuses
   * it.
   */
  void contribute(Load load);
}
