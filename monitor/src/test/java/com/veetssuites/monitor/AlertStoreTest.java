package com.veetssuites.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.AlertStore.Delivery;
import com.veetssuites.monitor.AlertStore.Happened;
import com.veetssuites.monitor.AlertStore.Outcome;
import com.veetssuites.monitor.AlertStore.Outlet;
import com.veetssuites.testing.MutableClock;
import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both stores do, in memory and in the database. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class AlertStoreTest {

  private static final Duration LEASE = Duration.ofMinutes(1);

  private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T10:00:00Z"));
  private final DataSource source;

  AlertStoreTest(DataSource source) {
    this.source = source;
  }

  private AlertStore store(boolean database) throws SQLException {
    if (!database) {
      return AlertStore.of(null);
    }
    var history = new History(source, true, 500);
    history.prepare();
    return AlertStore.of(history);
  }

  private AlertStatus status(UUID id, String series, AlertState state) {
    return new AlertStatus(
        id, "disk", series, state, clock.instant(), 0.95, 0.9, AlertUnit.SHARE, "Disk.");
  }

  private boolean write(AlertStore store, AlertStatus... states) throws SQLException {
    return store.evaluate(
        clock.instant().minusSeconds(8),
        clock.instant(),
        before ->
            new Outcome(
                List.of(states),
                List.of(states).stream()
                    .map(each -> new Happened(each, EnumSet.allOf(Outlet.class)))
                    .toList()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void states_are_replaced_and_events_are_kept(boolean database) throws Exception {
    AlertStore store = store(database);
    UUID id = UUID.randomUUID();
    assertThat(write(store, status(id, "a", AlertState.FIRING))).isTrue();
    assertThat(write(store, status(id, "a", AlertState.RESOLVED))).isFalse();
    clock.pass(Duration.ofSeconds(10));
    AlertStatus resolved = status(id, "a", AlertState.RESOLVED);
    AlertStatus other = status(UUID.randomUUID(), "b", AlertState.FIRING);
    assertThat(write(store, resolved, other)).isTrue();
    assertThat(store.current()).containsExactlyInAnyOrder(resolved, other);
    assertThat(store.history(2)).extracting(AlertEvent::series).containsExactly("b", "a");
    assertThat(store.history(10)).hasSize(3);
    clock.pass(Duration.ofSeconds(10));
    assertThat(write(store)).isTrue();
    assertThat(store.current()).isEmpty();
    clock.pass(AlertStore.EVENTS_KEPT);
    assertThat(store.prune(clock.instant())).isEqualTo(3);
    assertThat(store.claim(Outlet.WEBHOOK, clock.instant(), LEASE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void of_one_alert_nobody_is_told_the_end_before_the_beginning(boolean database) throws Exception {
    AlertStore store = store(database);
    UUID id = UUID.randomUUID();
    write(store, status(id, "a", AlertState.FIRING));
    clock.pass(Duration.ofSeconds(10));
    write(store, status(id, "a", AlertState.RESOLVED));
    Delivery first = Objects.requireNonNull(store.claim(Outlet.WEBHOOK, clock.instant(), LEASE));
    assertThat(first.event().state()).isEqualTo(AlertState.FIRING);
    assertThat(store.claim(Outlet.WEBHOOK, clock.instant(), LEASE)).isNull();
    store.later(first, clock.instant().plusSeconds(5));
    assertThat(store.claim(Outlet.WEBHOOK, clock.instant(), LEASE)).isNull();
    clock.pass(Duration.ofSeconds(5));
    Delivery again = Objects.requireNonNull(store.claim(Outlet.WEBHOOK, clock.instant(), LEASE));
    assertThat(again).isEqualTo(new Delivery(first.event(), Outlet.WEBHOOK, 2));
    store.done(again);
    Delivery second = Objects.requireNonNull(store.claim(Outlet.WEBHOOK, clock.instant(), LEASE));
    assertThat(second.event().state()).isEqualTo(AlertState.RESOLVED);
    assertThat(second.event().alert()).isEqualTo(id);
    assertThat(store.claim(Outlet.APPLICATION, clock.instant(), LEASE)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_webhook_that_fails_is_called_again_but_not_for_ever(boolean database) throws Exception {
    AlertStore store = store(database);
    write(store, status(UUID.randomUUID(), "a", AlertState.FIRING));
    List<AlertEvent> tried = new ArrayList<>();
    var deliveries =
        new AlertDeliveries(
            store,
            List.of(),
            event -> {},
            event -> {
              tried.add(event);
              throw new IOException("It answered 500.");
            },
            clock);
    for (int i = 0; i < 24 * 60; i++) {
      deliveries.post();
      clock.pass(Duration.ofSeconds(10));
    }
    assertThat(tried).hasSize(AlertDeliveries.MOST_ATTEMPTS);
    assertThat(tried).containsOnly(tried.getFirst());
  }
}
