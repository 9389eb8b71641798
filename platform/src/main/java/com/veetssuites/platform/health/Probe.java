package com.veetssuites.platform.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a component, at most once at a time and once in half a second however many want to know, and
 * waits no longer than a second and a half for the answer.
 */
final class Probe {

  static final Duration TIMEOUT = Duration.ofMillis(1_500);
  static final Duration FRESH = Duration.ofMillis(500);

  private final HealthComponent component;
  private final LongSupplier nanoTime;
  private @Nullable CompletableFuture<Boolean> answer;
  private long askedAt;

  Probe(HealthComponent component, LongSupplier nanoTime) {
    this.component = component;
    this.nanoTime = nanoTime;
  }

  String name() {
    return component.name();
  }

  /** Whether the component works, by an answer that came in time. */
  boolean works() {
    return await(ask(), System.nanoTime() + TIMEOUT.toNanos());
  }

  /** Asks, or joins who is asking or has just asked. */
  synchronized CompletableFuture<Boolean> ask() {
    long now = nanoTime.getAsLong();
    if (answer == null || (answer.isDone() && now - askedAt > FRESH.toNanos())) {
      var asked = new CompletableFuture<Boolean>();
      Thread.ofVirtual()
          .name("health-" + component.name())
          .start(() -> {
            try {
              asked.complete(component.works());
            } catch (Throwable e) {
              asked.complete(false);
            }
          });
      answer = asked;
      askedAt = now;
    }
    return answer;
  }

  /** Waits for an answer; no answer in time is a no. */
  static boolean await(CompletableFuture<Boolean> answer, long deadlineNanos) {
    try {
      return answer.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
