package com.veetssuites.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The alerts of this process, as long as it lives. */
final class MemoryAlerts implements AlertStore {

  private List<AlertStatus> states = List.of();

  /** The newest first. */
  private final Deque<AlertEvent> events = new ArrayDeque<>();

  private final List<Waiting> waiting = new ArrayList<>();
  private Instant evaluatedAt = Instant.EPOCH;
  private long lastId;

  private record Waiting(AlertEvent event, Outlet outlet, int attempts, Instant due) {}

  @Override
  public synchronized boolean due(Instant since, Instant now) {
    return !evaluatedAt.isAfter(since) || evaluatedAt.isAfter(now);
  }

  @Override
  public synchronized boolean evaluate(Instant since, Instant now, Step step) {
    if (!due(since, now)) {
      return false;
    }
    Outcome outcome = step.of(states);
    for (Happened happened : outcome.events()) {
      AlertEvent event = event(++lastId, now, happened.status());
      events.addFirst(event);
      happened.outlets().forEach(outlet -> waiting.add(new Waiting(event, outlet, 0, now)));
    }
    states = List.copyOf(outcome.states());
    evaluatedAt = now;
    prune(now);
    return true;
  }

  private static AlertEvent event(long id, Instant now, AlertStatus status) {
    return new AlertEvent(
        id,
        status.id(),
        status.rule(),
        status.series(),
        status.state(),
        now,
        status.value(),
        status.threshold(),
        status.unit(),
        status.sentence());
  }

  @Override
  public synchronized @Nullable Delivery claim(Outlet outlet, Instant now, Duration lease) {
    for (int i = 0; i < waiting.size(); i++) {
      Waiting each = waiting.get(i);
      if (each.outlet() == outlet && !each.due().isAfter(now) && !followsAnother(each)) {
        Waiting claimed = new Waiting(each.event(), outlet, each.attempts() + 1, now.plus(lease));
        waiting.set(i, claimed);
        return new Delivery(claimed.event(), outlet, claimed.attempts());
      }
    }
    return null;
  }

  private boolean followsAnother(Waiting event) {
    return waiting.stream()
        .anyMatch(each ->
            each.outlet() == event.outlet()
                && each.event().alert().equals(event.event().alert())
                && each.event().id() < event.event().id());
  }

  @Override
  public synchronized void done(Delivery delivery) {
    waiting.removeIf(each -> same(each, delivery));
  }

  @Override
  public synchronized void later(Delivery delivery, Instant due) {
    waiting.replaceAll(each ->
        same(each, delivery)
            ? new Waiting(each.event(), each.outlet(), each.attempts(), due)
            : each);
  }

  private static boolean same(Waiting waiting, Delivery delivery) {
    return waiting.outlet() == delivery.outlet() && waiting.event().id() == delivery.event().id();
  }

  @Override
  public synchronized List<AlertStatus> current() {
    return states;
  }

  @Override
  public synchronized List<AlertEvent> history(int most) {
    return events.stream().limit(most).toList();
  }

  @Override
  public synchronized int prune(Instant now) {
    int before = events.size();
    Instant oldest = now.minus(EVENTS_KEPT);
    for (Iterator<AlertEvent> from = events.descendingIterator(); from.hasNext(); ) {
      if (!from.next().at().isBefore(oldest) && events.size() <= MOST_EVENTS) {
        break;
      }
      from.remove();
    }
    long first = events.isEmpty() ? Long.MAX_VALUE : events.getLast().id();
    waiting.removeIf(each -> each.event().id() < first);
    return before - events.size();
  }
}
