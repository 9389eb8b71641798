package com.veetssuites.platform.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the server: a bounded number, each used for one mail after the other and
 * closed when nobody has needed it for a while. The one that was used last is used next, so that
 * those too many go idle.
 */
final class SmtpConnections implements AutoCloseable {

  private final Semaphore places;
  private final Deque<SmtpConnection> idle = new ArrayDeque<>(); // guarded by itself
  private final Supplier<Session> session;
  private final MailProperties properties;
  private final LongSupplier nanos;
  private boolean sweeping; // guarded by idle
  private boolean closed; // guarded by idle

  SmtpConnections(Supplier<Session> session, MailProperties properties, LongSupplier nanos) {
    this.places = new Semaphore(properties.connections(), true);
    this.session = session;
    this.properties = properties;
    this.nanos = nanos;
  }

  /**
   * A connection that is nobody else's until it is given back, or its place is; null when none
   * became free in that time.
   *
   * @param fresh whether it must be a new one
   */
  @Nullable SmtpConnection take(boolean fresh, Duration patience)
      throws MessagingException, InterruptedException {
    if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return null;
    }
    try {
      SmtpConnection connection = idle();
      if (fresh && connection != null) {
        close(connection); // in its stead
        connection = null;
      }
      if (connection == null) {
        connection = new SmtpConnection(session.get());
        connection.connect(
            properties.host(),
            properties.portOrDefault(),
            properties.username().isEmpty() ? null : properties.username(),
            properties.username().isEmpty() ? null : properties.password());
      }
      return connection;
    } catch (MessagingException | RuntimeException | Error e) {
      places.release();
      throw e;
    }
  }

  private @Nullable SmtpConnection idle() {
    SmtpConnection newest;
    synchronized (idle) {
      newest = idle.pollLast();
    }
    if (newest != null && expired(newest)) {
      close(newest); // in the stead of the new one, so that there are never more
      return null;
    }
    return newest;
  }

  /** Gives back a connection that is ready for the next message. */
  void giveBack(SmtpConnection connection) {
    boolean kept;
    synchronized (idle) {
      kept = !closed;
      if (kept) {
        connection.idleSince(nanos.getAsLong());
        idle.addLast(connection);
        sweepLater();
      }
    }
    places.release();
    if (!kept) {
      close(connection);
    }
  }

  /** Gives back the place of a connection that is in an unknown state. */
  void discard(SmtpConnection connection) {
    try {
      close(connection);
    } finally {
      places.release();
    }
  }

  private void sweepLater() {
    if (!sweeping) {
      sweeping = true;
      CompletableFuture.delayedExecutor(
              properties.idleTimeout().toNanos() + 1,
              TimeUnit.NANOSECONDS,
              task -> Thread.ofVirtual().name("smtp-idle").start(task))
          .execute(this::sweep);
    }
  }

  private void sweep() {
    List<SmtpConnection> expired = new ArrayList<>();
    synchronized (idle) {
      sweeping = false;
      for (SmtpConnection oldest = idle.peekFirst();
          oldest != null && expired(oldest);
          oldest = idle.peekFirst()) {
        expired.add(idle.removeFirst());
      }
      if (!idle.isEmpty()) {
        sweepLater();
      }
    }
    expired.forEach(SmtpConnections::close);
  }

  private boolean expired(SmtpConnection connection) {
    return nanos.getAsLong() - connection.idleSince() > properties.idleTimeout().toNanos();
  }

  /** Closes those that are idle; those in use are closed when they are given back. */
  @Override
  public void close() {
    List<SmtpConnection> rest;
    synchronized (idle) {
      closed = true;
      rest = List.copyOf(idle);
      idle.clear();
    }
    rest.forEach(SmtpConnections::close);
  }

  private static void close(SmtpConnection connection) {
    try {
      connection.close();
    } catch (MessagingException e) {
      // It is as closed as it can be.
    }
  }
}
