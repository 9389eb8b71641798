package com.veetssuites.monitor;

import com.veetssuites.monitor.AlertStore.Delivery;
import com.veetssuites.monitor.AlertStore.Outlet;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what has happened, at least once: log and listeners of the application, and a webhook. An
 * event is written together with who is to be told; a node takes it for a while, tells it, and says
 * so. When it cannot say so any more, another node takes it after that while.
 */
public final class AlertDeliveries {

  private static final Logger LOG = LoggerFactory.getLogger(AlertDeliveries.class);

  /** Told in one go; the rest is told ten seconds later. */
  private static final int MOST_AT_ONCE = 200;

  /** Longer than anything that is tried takes. */
  static final Duration LEASE = Duration.ofMinutes(1);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);

  /** With waits that double: three quarters of an hour. */
  static final int MOST_ATTEMPTS = 9;

  private final AlertStore store;
  private final Map<String, Set<AlertChannel>> channels;
  private final Consumer<Object> application;
  private final @Nullable AlertSender webhook;
  private final Clock clock;

  /**
   * @param application whose listeners are told
   * @param webhook null when there is none
   */
  public AlertDeliveries(
      AlertStore store,
      List<AlertRule> rules,
      Consumer<Object> application,
      @Nullable AlertSender webhook,
      Clock clock) {
    this.store = store;
    this.channels = rules.stream().collect(Collectors.toMap(AlertRule::name, AlertRule::channels));
    this.application = application;
    this.webhook = webhook;
    this.clock = clock;
  }

  /** Tells log and listeners; returns how many events. */
  int tell() throws SQLException {
    return deliver(Outlet.APPLICATION, this::publish);
  }

  /** Calls the webhook; returns how many events it has taken. */
  int post() throws SQLException {
    AlertSender sender = webhook;
    return sender == null ? 0 : deliver(Outlet.WEBHOOK, event -> post(sender, event));
  }

  /**
   * @param attempt null when it was told, otherwise why not
   */
  private int deliver(Outlet outlet, Function<AlertEvent, @Nullable String> attempt)
      throws SQLException {
    int told = 0;
    for (int i = 0; i < MOST_AT_ONCE && !Thread.currentThread().isInterrupted(); i++) {
      Delivery delivery = store.claim(outlet, clock.instant(), LEASE);
      if (delivery == null) {
        break;
      }
      String failure = attempt.apply(delivery.event());
      if (failure == null) {
        store.done(delivery);
        told++;
      } else {
        failed(delivery, failure);
      }
    }
    return told;
  }

  private void failed(Delivery delivery, String failure) throws SQLException {
    String what = delivery.event().rule() + " " + delivery.event().state().label();
    String who = delivery.outlet() == Outlet.WEBHOOK ? "The webhook" : "A listener";
    if (delivery.attempt() >= MOST_ATTEMPTS) {
      LOG.warn("{} was not told of the alert {} and never will be: {}", who, what, failure);
      store.done(delivery);
      return;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << (delivery.attempt() - 1));
    LOG.info(
        "{} was not told of the alert {}, which is tried again in {} s: {}",
        who,
        what,
        wait.toSeconds(),
        failure);
    store.later(delivery, clock.instant().plus(wait));
  }

  private @Nullable String publish(AlertEvent event) {
    Set<AlertChannel> wanted =
        channels.getOrDefault(event.rule(), EnumSet.allOf(AlertChannel.class));
    boolean fired = event.state() == AlertState.FIRING;
    if (wanted.contains(AlertChannel.LOG)) {
      if (fired) {
        LOG.warn("Alert {} fires. {}", event.rule(), event.sentence());
      } else {
        LOG.info("Alert {} is resolved. {}", event.rule(), event.sentence());
      }
    }
    try {
      application.accept(fired ? new AlertFired(event, wanted) : new AlertResolved(event, wanted));
      return null;
    } catch (RuntimeException e) {
      LOG.debug("A listener failed", e);
      return String.valueOf(e.getMessage());
    }
  }

  private static @Nullable String post(AlertSender sender, AlertEvent event) {
    try {
      sender.send(event);
      return null;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "This node stops.";
    }
  }
}
