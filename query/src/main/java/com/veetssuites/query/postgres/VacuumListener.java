package com.veetssuites.query.postgres;

import java.util.List;

/** Hears how vacuuming goes on; from more than one thread, one after the other. */
public interface VacuumListener {

  /** Hears nothing. */
  VacuumListener NONE = new VacuumListener() {};

  /**
   * A table is being vacuumed.
   *
   * @param phase as PostgreSQL calls it
   * @param done of the table, from 0 to 1
   */
  default void progress(String table, String phase, double done) {}

  /** A table waits for other sessions. */
  default void waiting(String table, List<LockHolder> holders) {}

  default void finished(VacuumResult result) {}
}
