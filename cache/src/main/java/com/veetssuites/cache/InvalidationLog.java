package com.veetssuites.cache;

import java.time.Duration;
import java.util.List;

/**
 * The total order of invalidations, shared by all nodes. An appended invalidation is a set of
 * markers: hashes of keys and tags. {@link #EVERYTHING} among them invalidates all there is.
 *
 * <p>Safe for use by many threads. Each call answers or fails within a time-out of its own.
 */
public interface InvalidationLog extends AutoCloseable {

  /** The marker that invalidates every entry. */
  long EVERYTHING = 0;

  /**
   * Appends one invalidation.
   *
   * @param applied what the caller has applied so far
   * @param markers hashes of what is no longer true
   * @return all that follows {@code applied}, the new invalidation at its end
   * @throws LogUnavailable when it is not known whether the invalidation was appended
   */
  News append(Position applied, long[] markers) throws LogUnavailable;

  /**
   * All that follows {@code applied}. The answer was complete at some moment after this call began.
   *
   * @throws LogUnavailable when the log cannot be read
   */
  News read(Position applied) throws LogUnavailable;

  /**
   * Waits until something may follow {@code applied}, or the time is up. Proves nothing.
   *
   * @throws LogUnavailable when the log cannot be read
   */
  void await(Position applied, Duration atMost) throws LogUnavailable, InterruptedException;

  /** Whether other processes append too, so that a node must prove that it is up to date. */
  boolean shared();

  /** Releases connections; appended invalidations stay. */
  @Override
  void close();

  /** What a node has not applied yet. */
  sealed interface News {
    /** The position once these news are applied. */
    Position end();
  }

  /**
   * Every invalidation from the caller's position to the end, none left out.
   *
   * @param list in order; the first has the number after the caller's, and so on
   */
  record Changes(Position end, List<Change> list) implements News {}

  /**
   * One invalidation.
   *
   * @param seq its number
   * @param markers hashes of what it invalidates
   */
  record Change(long seq, long[] markers) {}

  /**
   * The whole state of the log, for a caller whose position is of another epoch or too old to be
   * continued.
   *
   * @param floor entries stamped below this number are invalid, whatever they depend on
   * @param hashes markers above the floor
   * @param seqs for each of {@code hashes}, the number of its last invalidation
   */
  record Snapshot(Position end, long floor, long[] hashes, long[] seqs) implements News {}
}
