package com.veetssuites.platform.notification;

import com.veetssuites.platform.notification.SmtpFailure.About;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SMTP server that takes our mails (RFC 5321).
 *
 * <p>Each mail is sent by a virtual thread of its own: interrupting one closes its socket, so the
 * time for a mail has an end also with a server that sends a byte now and then.
 */
final class SmtpRelay implements MailTransport, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpRelay.class);

  /** For a thread to end that was interrupted, and for an answer when the worker stops. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** After a refused log-in nobody tries for so long: servers lock out those who insist. */
  private static final Duration LOGIN_PAUSE = Duration.ofMinutes(1);

  private final SmtpConnections connections;
  private final MailProperties properties;
  private volatile @Nullable LoginRefused loginRefused;

  SmtpRelay(MailProperties properties, SmtpSession session) {
    this.properties = properties;
    this.connections = new SmtpConnections(session::get, properties, System::nanoTime);
  }

  private record LoginRefused(long at, String reason) {}

  /** How far the sending of a mail has come. */
  private enum Stage {
    BEFORE_END,
    /** The end of the message is on its way. */
    ENDED,
    /** Nobody waits any more: the end is not sent. */
    ABANDONED
  }

  @Override
  public Delivery deliver(Parcel parcel, HandOver handOver) throws InterruptedException {
    LoginRefused refused = loginRefused;
    if (refused != null && System.nanoTime() - refused.at() < LOGIN_PAUSE.toNanos()) {
      return new Delivery.Misconfigured(refused.reason());
    }
    var stage = new AtomicReference<>(Stage.BEFORE_END);
    var sending = new FutureTask<>(() -> send(parcel, handOver, stage));
    Thread thread = Thread.ofVirtual().name("smtp").start(sending);
    try {
      return sending.get(properties.sendTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unchecked(e);
    } catch (TimeoutException e) {
      boolean ended = !stage.compareAndSet(Stage.BEFORE_END, Stage.ABANDONED);
      thread.interrupt();
      Delivery known = answerOf(sending);
      return ended && known != null ? known : tooSlow(ended);
    } catch (InterruptedException e) {
      if (stage.compareAndSet(Stage.BEFORE_END, Stage.ABANDONED)) {
        thread.interrupt();
        throw e;
      }
      // It may be taken any moment, and whoever asks later could not know.
      Delivery known = answerOf(sending);
      thread.interrupt();
      Thread.currentThread().interrupt();
      return known == null ? tooSlow(true) : known;
    }
  }

  /** The end of the sending, which is near; null when it has not come. Not to be interrupted. */
  private static @Nullable Delivery answerOf(FutureTask<Delivery> sending) {
    boolean interrupted = false;
    try {
      long end = System.nanoTime() + GRACE.toNanos();
      while (true) {
        try {
          return sending.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          return null;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof InterruptedException) {
            return null;
          }
          throw unchecked(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    return e.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(e.getCause());
  }

  private Delivery tooSlow(boolean sent) {
    String reason = "The mail server was not done within " + properties.sendTimeout() + ".";
    return sent ? new Delivery.Lost(reason) : new Delivery.Deferred(reason);
  }

  private Delivery send(Parcel parcel, HandOver handOver, AtomicReference<Stage> stage)
      throws InterruptedException {
    boolean fresh = false;
    while (true) {
      SmtpConnection connection;
      try {
        connection = connections.take(fresh, properties.sendTimeout());
      } catch (MessagingException e) {
        return failed(SmtpFailure.of(e), stage);
      }
      if (connection == null) {
        return new Delivery.Deferred("All connections to the mail server are in use.");
      }
      loginRefused = null;
      boolean rested = connection.hasRested();
      var attempt = new Attempt(handOver, stage);
      try {
        connection.send(parcel.message(), parcel.to().address(), attempt::beforeEnd);
        connections.giveBack(connection);
        return new Delivery.Delivered();
      } catch (MessagingException e) {
        SmtpFailure failure = SmtpFailure.of(e);
        if (failure.about() == About.RECIPIENT) {
          connections.giveBack(connection); // was reset, and is good for the next
        } else {
          connections.discard(connection);
        }
        if (attempt.overtaken) {
          return new Delivery.Overtaken();
        }
        if (attempt.failure != null) {
          return new Delivery.Deferred("It could not be noted as handed over: " + attempt.failure);
        }
        if (rested && !failure.isAnswered() && stage.get() == Stage.BEFORE_END) {
          fresh = true; // the server has closed it meanwhile, as servers do
          continue;
        }
        return failed(failure, stage);
      } catch (RuntimeException | Error e) {
        connections.discard(connection);
        throw e;
      }
    }
  }

  private Delivery failed(SmtpFailure failure, AtomicReference<Stage> stage) {
    if (stage.get() == Stage.ENDED && !failure.isAnswered()) {
      return new Delivery.Lost(failure.reason());
    }
    if (failure.about() == About.LOGIN) {
      LOG.error(
          "The mail server {} refuses our log-in ({}): check veets.mail.username and veets.mail.password.",
          properties.host(),
          failure.reason());
      loginRefused = new LoginRefused(System.nanoTime(), failure.reason());
    }
    return failure.toDelivery();
  }

  /** The last moment before a mail is out. */
  private static final class Attempt {
    private final HandOver handOver;
    private final AtomicReference<Stage> stage;
    private boolean overtaken;
    private @Nullable RuntimeException failure;

    Attempt(HandOver handOver, AtomicReference<Stage> stage) {
      this.handOver = handOver;
      this.stage = stage;
    }

    void beforeEnd() throws IOException {
      try {
        overtaken = !handOver.granted();
      } catch (RuntimeException e) {
        failure = e;
      }
      if (overtaken || failure != null || !stage.compareAndSet(Stage.BEFORE_END, Stage.ENDED)) {
        throw new IOException("The mail was kept back");
      }
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
