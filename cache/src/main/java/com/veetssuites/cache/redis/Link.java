package com.veetssuites.cache.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis for one purpose, shared by all threads. Lettuce makes it anew when it
 * breaks; one that stays open and no longer answers is {@linkplain #replace replaced}.
 */
final class Link {

  /** So many calls in a row without an answer make a connection suspect. */
  private static final int SUSPECT = 6;

  /** Sends one command. */
  interface Command<T> {
    RedisFuture<T> send(RedisClusterAsyncCommands<String, byte[]> commands);
  }

  /** An open connection to one server, or to all servers of a cluster. */
  record Wire(
      StatefulConnection<String, byte[]> connection,
      RedisClusterAsyncCommands<String, byte[]> commands) {}

  private final String where;
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile @Nullable Wire wire;

  Link(String where) {
    this.where = where;
  }

  boolean needsReplacement() {
    return wire == null || unanswered.get() >= SUSPECT;
  }

  /** Takes a fresh connection into use and closes the last one; what waits on that one fails. */
  void replace(Wire fresh) {
    Wire last = wire;
    unanswered.set(0);
    wire = fresh;
    if (last != null) {
      last.connection().closeAsync();
    }
  }

  /**
   * Sends a command and waits for its answer, through interruptions: they are kept for the caller,
   * and the time-out is short.
   */
  <T> T call(Duration atMost, Command<T> command) throws RedisFailure {
    RedisFuture<T> future = send(command);
    boolean interrupted = false;
    try {
      long deadline = System.nanoTime() + atMost.toNanos();
      while (true) {
        try {
          return await(future, deadline - System.nanoTime(), atMost);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Like {@link #call}, but gives up when interrupted. */
  <T> T callInterruptibly(Duration atMost, Command<T> command)
      throws RedisFailure, InterruptedException {
    RedisFuture<T> future = send(command);
    try {
      return await(future, atMost.toNanos(), atMost);
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    }
  }

  /** Sends a command without waiting. */
  <T> RedisFuture<T> send(Command<T> command) throws RedisFailure {
    Wire open = wire;
    if (open == null) {
      throw new RedisFailure("There is no connection to Redis at " + where + " yet.", null);
    }
    try {
      return command.send(open.commands());
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  private <T> T await(RedisFuture<T> future, long nanos, Duration atMost)
      throws RedisFailure, InterruptedException {
    try {
      T answer = future.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      unanswered.set(0);
      return answer;
    } catch (TimeoutException e) {
      future.cancel(true);
      unanswered.incrementAndGet();
      throw new RedisFailure(
          "Redis at %s did not answer within %d ms.".formatted(where, atMost.toMillis()), e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (CancellationException e) {
      throw failure(e);
    }
  }

  private RedisFailure failure(Throwable cause) {
    return new RedisFailure(
        "Redis at %s failed: %s.".formatted(where, firstLine(cause.getMessage())), cause);
  }

  private static String firstLine(@Nullable String message) {
    String line = message == null ? "no reason given" : message.lines().findFirst().orElse("");
    line = line.length() > 200 ? line.substring(0, 200) + "…" : line;
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  void close() {
    Wire last = wire;
    wire = null;
    if (last != null) {
      last.connection().closeAsync();
    }
  }
}
