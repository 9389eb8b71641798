package com.veetssuites.platform.upkeep;

import com.veetssuites.platform.PlatformServer;
import java.time.Clock;

/** Runs one clean-up as the task does, for the tests of the domains. */
public final class CleanUpRun {

  private CleanUpRun() {}

  /** Runs it, with transactions of that server. */
  public static long of(CleanUp cleanUp, PlatformServer server) throws Exception {
    return cleanUp.run(
        new CleanUpContext(
            server.bean(Clock.class).instant(), server.bean(Batches.class), removed -> {}));
  }
}
