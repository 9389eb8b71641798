package com.veetssuites.query.postgres;

import java.util.List;

/** Hears how the building of indexes goes on; from more than one thread, one after the other. */
public interface BuildListener {

  /** Hears nothing. */
  BuildListener NONE = new BuildListener() {};

  /** An index that is not there is built now. */
  default void started(DeclaredIndex index) {}

  /**
   * An index is being built.
   *
   * @param phase as PostgreSQL calls it
   * @param done of the whole phase, from 0 to 1; 0 where that is not known
   */
  default void progress(DeclaredIndex index, String phase, double done) {}

  /** An index waits for other sessions. */
  default void waiting(DeclaredIndex index, List<LockHolder> holders) {}

  /** Nothing more happens to an index in this run. */
  default void finished(IndexResult result) {}
}
