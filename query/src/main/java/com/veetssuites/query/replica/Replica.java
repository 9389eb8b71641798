package com.veetssuites.query.replica;

import com.veetssuites.query.replica.Probe.Sight;
import com.veetssuites.query.replica.ReplicaStatus.State;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One replica: its pool, and what was seen of it last. Safe for use by many threads. */
final class Replica {

  private static final Logger LOGGER = LoggerFactory.getLogger(Replica.class);

  private final ReplicaAddress address;
  private final ReplicaSettings settings;
  private final HikariDataSource pool;
  private final PrimaryLog primary;
  private final LongAdder served = new LongAdder();
  private volatile Seen seen;

  /** It gave no connection at this time: only what was seen later counts. */
  private volatile long failedAt = System.nanoTime();

  /** What follows from what was seen. */
  private record Seen(long nanos, State state, long replayed, long lag, @Nullable String problem) {}

  Replica(
      ReplicaAddress address, ReplicaSettings settings, HikariDataSource pool, PrimaryLog primary) {
    this.address = address;
    this.settings = settings;
    this.pool = pool;
    this.primary = primary;
    this.seen = new Seen(failedAt, State.DOWN, 0, -1, "it has not been looked at yet");
  }

  ReplicaAddress address() {
    return address;
  }

  /**
   * Takes notice of what was seen.
   *
   * @param system the cluster of the primary; 0 when unknown
   */
  void seen(Sight sight, long system) {
    Seen before = seen;
    Seen now = judge(sight, system);
    if (before.state() != State.UP && now.state() == State.UP) {
      now = tried(now);
    }
    seen = now;
    if (before.state() == State.UP && now.state() != State.UP) {
      LOGGER.warn("Replica {} gets no reads: {}.", address.name(), now.problem());
      HikariPoolMXBean control = pool.getHikariPoolMXBean();
      if (control != null) {
        control.softEvictConnections();
      }
    } else if (before.state() != State.UP && now.state() == State.UP) {
      LOGGER.info("Replica {} gets reads.", address.name());
    }
  }

  /** A pool that has failed for a while is slow to try again: no read is to wait for that. */
  private Seen tried(Seen good) {
    try (Connection connection = pool.getConnection()) {
      return good;
    } catch (SQLException e) {
      return new Seen(good.nanos(), State.DOWN, 0, -1, "it gives no connection: " + e.getMessage());
    }
  }

  private Seen judge(Sight sight, long system) {
    if (sight.problem() != null) {
      return new Seen(sight.nanos(), State.DOWN, 0, -1, sight.problem());
    }
    if (system != 0 && sight.system() != 0 && system != sight.system()) {
      return new Seen(
          sight.nanos(), State.DETACHED, 0, -1, "it is a server of another database cluster");
    }
    if (!sight.standby()) {
      return new Seen(
          sight.nanos(), State.DETACHED, 0, -1, "it is not in recovery, as a standby would be");
    }
    long lag = primary.lag(System.nanoTime(), sight.lsn());
    if (lag < 0 || lag > settings.maxLag().toNanos()) {
      String problem =
          lag < 0
              ? "it is further behind the primary than is known"
              : "it is %d ms behind the primary, more than veets.query.replicas.max-lag"
                  .formatted(lag / 1_000_000);
      return new Seen(sight.nanos(), State.LAGGING, sight.lsn(), lag, problem);
    }
    return new Seen(sight.nanos(), State.UP, sight.lsn(), lag, null);
  }

  /** Whether it is in use, and has replayed this much. */
  boolean serves(long lsn) {
    Seen last = seen;
    return last.state() == State.UP
        && last.replayed() >= lsn
        && last.nanos() - failedAt > 0
        && System.nanoTime() - last.nanos() < freshness();
  }

  /** Whether the next connection would have to be waited for. */
  boolean full() {
    HikariPoolMXBean control = pool.getHikariPoolMXBean();
    return control != null && control.getActiveConnections() >= pool.getMaximumPoolSize();
  }

  /** What was seen longer ago than this says nothing any more. */
  private long freshness() {
    return settings.interval().plus(settings.timeout()).multipliedBy(2).toNanos();
  }

  /**
   * A connection; when it fails for the server's sake, there are no more until it is seen again.
   */
  Connection connect() throws SQLException {
    try {
      Connection connection = pool.getConnection();
      served.increment();
      return connection;
    } catch (SQLException e) {
      if (!full()) {
        failedAt = System.nanoTime();
        LOGGER.warn(
            "Replica {} gave no connection, so its reads go to the primary until it answers: {}",
            address.name(),
            e.getMessage());
      }
      throw e;
    }
  }

  ReplicaStatus status() {
    Seen last = seen;
    boolean up = serves(0);
    State state = up || last.state() != State.UP ? last.state() : State.DOWN;
    String problem = last.problem();
    return new ReplicaStatus(
        address.name(),
        state,
        last.lag() < 0 ? null : Duration.ofNanos(last.lag()),
        served.sum(),
        up ? null : problem == null ? "it gave no connection" : problem);
  }

  void close() {
    pool.close();
  }
}
