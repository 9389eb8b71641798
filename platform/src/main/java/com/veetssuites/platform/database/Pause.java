package com.veetssuites.platform.database;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** The wait between two looks at what another process does. */
final class Pause {

  private Pause() {}

  static void of(Duration duration) throws IOException {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}
