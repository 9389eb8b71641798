package com.veetssuites.platform.download;

import java.io.IOException;
import java.time.Duration;

/** The whole download took longer than it may. */
public final class DownloadTimedOut extends IOException {
  DownloadTimedOut(Duration limit) {
    super("The download was not complete after %d seconds.".formatted(limit.toSeconds()));
  }
}
