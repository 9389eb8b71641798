package com.veetssuites.platform.download;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request when its thread is interrupted or its time is over: a blocked read of a socket
 * notices neither by itself, and one byte at a time keeps every other time-out away.
 */
final class Watch implements AutoCloseable {

  private static final long LOOK_MILLIS = 50;

  private final Thread owner = Thread.currentThread();
  private final Duration limit;
  private final long deadline;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Cancellable request;

  Watch(Duration limit) {
    this.limit = limit;
    deadline = System.nanoTime() + limit.toNanos();
    Thread.ofVirtual().name("download-watch").start(this::look);
  }

  /** Watches over this request from now on. */
  void over(Cancellable next) throws IOException {
    request = next;
    check();
  }

  /**
   * @throws DownloadTimedOut when the time is over
   * @throws InterruptedIOException when the thread was interrupted; it still is
   */
  void check() throws IOException {
    if (owner.isInterrupted()) {
      throw new InterruptedIOException("The download was interrupted.");
    }
    if (isOver()) {
      throw new DownloadTimedOut(limit);
    }
  }

  private boolean isOver() {
    return System.nanoTime() - deadline >= 0;
  }

  private void look() {
    try {
      while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        Cancellable current = request;
        if (current != null && (owner.isInterrupted() || isOver())) {
          current.cancel(); // again and again, as it may just be connecting
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
