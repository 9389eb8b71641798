package com.veetssuites.query.postgres;

import java.time.Duration;

/**
 * What became of one declared index.
 *
 * @param message one sentence where there is something to say; empty otherwise
 * @param took zero where nothing was built
 * @param bytes its size; zero where it is not there
 */
public record IndexResult(
    DeclaredIndex index, Outcome outcome, String message, Duration took, long bytes) {

  /** How it ended. */
  public enum Outcome {
    /** It was there already. */
    PRESENT,
    /** It was built, and is in use from now on. */
    CREATED,
    /** It would be built, but nothing was to be done. */
    PLANNED,
    /** It is not there, and the message says why. */
    FAILED,
    /** The run ended before its turn. */
    NOT_TRIED
  }
}
