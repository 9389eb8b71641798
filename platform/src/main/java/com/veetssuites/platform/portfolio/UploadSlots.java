package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.web.Problem;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * How many uploads may be in memory at once. Each takes up to twice the size of a request, so the
 * slots bound what uploads can cost, whoever sends how many of them. A user has one at a time: who
 * sends slowly, or many, holds up nobody else.
 */
@Component
final class UploadSlots {

  static final int SLOTS = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Set<Long> uploading = new HashSet<>();

  /** A slot, to be closed after use. */
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits a few seconds for a free slot, and for another upload of the user to end.
   *
   * @throws TooManyUploads when it takes longer
   */
  synchronized Slot take(long user) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (uploading.size() >= SLOTS || uploading.contains(user)) {
      long rest = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (rest <= 0) {
        throw new TooManyUploads();
      }
      try {
        wait(rest);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TooManyUploads();
      }
    }
    uploading.add(user);
    return () -> release(user);
  }

  private synchronized void release(long user) {
    uploading.remove(user);
    notifyAll();
  }

  /** All slots are taken by other uploads. */
  static final class TooManyUploads extends Problem {
    TooManyUploads() {
      super(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Too many files are being uploaded at the moment. Try again in a few seconds.");
      headers().set(HttpHeaders.RETRY_AFTER, "10");
    }
  }
}
