package com.veetssuites.query.replica;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * The read replicas of the database: what is declared to read only is read there, everything else
 * goes to the primary.
 *
 * <p>A unit of work goes to a replica when it is declared {@code @Transactional(readOnly = true)},
 * with or without a transaction around its statements, or its connection was {@linkplain
 * Connection#setReadOnly set read-only}; when its first statement is due, a replica is up, less
 * than the permitted lag behind, and has replayed all that the client has written. Nobody waits for
 * a replica.
 *
 * <p>A read that fails on a replica half-way fails: it is not repeated elsewhere, for part of its
 * results may be in use. When a standby cancels a query that is in the way of its replay, the
 * exception has the SQL state 40001 or 57014 and the caller may try again.
 *
 * <p>What a replica has replayed is at most an interval old and only grows, but for one case: one
 * that is killed and up again within an interval may show less for the rest of it.
 *
 * <p>Safe for use by many threads.
 */
public final class Replicas implements AutoCloseable {

  private final List<ReplicaAddress> addresses;
  private final ReplicaSettings settings;
  private final Clock clock;
  private final PrimaryLog log = new PrimaryLog();
  private final AtomicInteger turn = new AtomicInteger();
  private final LongAdder onPrimary = new LongAdder();
  private final LongAdder onReplica = new LongAdder();
  private final List<Probe> probes = new ArrayList<>();
  private volatile List<Replica> list = List.of();
  private volatile long system;

  /** Replicas that are not in use before their primary is {@linkplain #route known}. */
  public Replicas(List<ReplicaAddress> addresses, ReplicaSettings settings, Clock clock) {
    this.addresses = List.copyOf(addresses);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A data source that sends reads to the replicas, and begins to look after them. Its connections
   * are opened when their first statement is due.
   *
   * @param primary the pool of the primary; the replicas' pools are made like it
   */
  public synchronized DataSource route(HikariDataSource primary) {
    if (!list.isEmpty()) {
      throw new IllegalStateException("The replicas have a primary already.");
    }
    if (primary.getJdbcUrl() == null) {
      throw new IllegalStateException(
          "veets.query.replicas needs a primary with an address: set spring.datasource.url.");
    }
    list =
        addresses.stream()
            .map(address -> withUser(address, primary))
            .map(address -> new Replica(address, settings, pool(address, primary), log))
            .toList();
    Probe ofPrimary =
        new Probe(
            new ReplicaAddress(
                primary.getJdbcUrl(), text(primary.getUsername()), text(primary.getPassword())),
            settings,
            this::seen);
    probes.add(ofPrimary);
    for (Replica replica : list) {
      probes.add(new Probe(replica.address(), settings, sight -> replica.seen(sight, system)));
    }
    probes.forEach(Probe::start);
    LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
    lazy.setDefaultAutoCommit(primary.isAutoCommit());
    lazy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    lazy.setTargetDataSource(new Router(primary, this, false));
    lazy.setReadOnlyDataSource(new Router(primary, this, true));
    lazy.afterPropertiesSet();
    return new UndecidedDataSource(lazy, primary);
  }

  private static ReplicaAddress withUser(ReplicaAddress address, HikariDataSource primary) {
    return address.user().isEmpty()
        ? new ReplicaAddress(
            address.jdbcUrl(), text(primary.getUsername()), text(primary.getPassword()))
        : address;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private HikariDataSource pool(ReplicaAddress address, HikariDataSource primary) {
    HikariConfig config = new HikariConfig();
    primary.copyStateTo(config);
    config.setJdbcUrl(address.jdbcUrl());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setPoolName("replica " + address.name());
    config.setReadOnly(true);
    config.setInitializationFailTimeout(-1); // one that is dead must not keep anybody from starting
    config.setConnectionTimeout(Math.max(250, settings.timeout().toMillis()));
    config.setValidationTimeout(Math.max(250, settings.timeout().toMillis()));
    if (settings.maximumPoolSize() > 0) {
      config.setMaximumPoolSize(settings.maximumPoolSize());
      if (config.getMinimumIdle() > settings.maximumPoolSize()) {
        config.setMinimumIdle(settings.maximumPoolSize());
      }
    }
    return new HikariDataSource(config);
  }

  private void seen(Probe.Sight primary) {
    if (primary.problem() == null && !primary.standby()) {
      if (primary.system() != 0) {
        system = primary.system();
      }
      log.ended(primary.nanos(), primary.lsn());
    }
  }

  /** A connection to a replica that the caller may read from; null when there is none. */
  @Nullable Connection read() {
    Long needed = client().needed();
    if (needed != null) {
      List<Replica> all = list;
      int first = Math.floorMod(turn.getAndIncrement(), all.size());
      for (int i = 0; i < all.size(); i++) {
        Replica replica = all.get((first + i) % all.size());
        if (replica.serves(needed) && !replica.full()) {
          try {
            Connection connection = replica.connect();
            onReplica.increment();
            return connection;
          } catch (SQLException e) {
            break; // it is told there; the primary answers now, the next replica might as late
          }
        }
      }
    }
    onPrimary.increment();
    return null;
  }

  /** Whoever the calling thread works for. */
  ClientPosition client() {
    return ClientPosition.current(clock, settings.maxLag());
  }

  /** A client that comes with this position. */
  ClientPosition client(@Nullable DatabasePosition carried) {
    return new ClientPosition(clock, settings.maxLag(), carried);
  }

  ReplicaSettings settings() {
    return settings;
  }

  /** What is known of each replica. */
  public List<ReplicaStatus> status() {
    return list.stream().map(Replica::status).toList();
  }

  /** How many reads went to a replica. */
  public long readsOnReplicas() {
    return onReplica.sum();
  }

  /** How many reads went to the primary, though they might have gone to a replica. */
  public long readsOnPrimary() {
    return onPrimary.sum();
  }

  @Override
  public synchronized void close() {
    probes.forEach(Probe::close);
    list.forEach(Replica::close);
  }
}
