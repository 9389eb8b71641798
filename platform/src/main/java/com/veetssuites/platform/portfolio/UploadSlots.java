package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.web.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * How many uploads may be in memory at once. Each takes up to twice the size of a request, so the
 * slots bound what uploads can cost, whoever sends how many of them.
 */
@Component
final class UploadSlots {

  static final int SLOTS = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Semaphore free = new Semaphore(SLOTS, true);

  /** A slot, to be closed after use. */
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits a few seconds for a free slot.
   *
   * @throws TooManyUploads when none becomes free
   */
  Slot take() {
    try {
      if (free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return free::release;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new TooManyUploads();
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
