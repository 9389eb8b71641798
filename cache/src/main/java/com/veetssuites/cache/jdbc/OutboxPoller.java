package com.veetssuites.cache.jdbc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.veetssuites.cache.TieredCaches;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the outbox, in a thread and with a connection of its own.
 *
 * <p>Beside a shared log, a row that is still there when it is read a second time has lost its
 * writer: it is published, then removed. Without one, the outbox is the log: every process reads
 * every row, and serves from memory only while it does so within the staleness bound. A row is
 * removed when its transaction has been over for {@link #KEPT}, and a process that could not read
 * for half of that drops everything, for it may have missed a row.
 *
 * <p>No row is missed: a reader continues at the oldest transaction that was running at its last
 * snapshot, not at the highest number that it has seen.
 */
final class OutboxPoller implements AutoCloseable {

  /** How long a row stays for processes that read the outbox as their log. */
  static final Duration KEPT = Duration.ofSeconds(60);

  private static final Logger LOGGER = LoggerFactory.getLogger(OutboxPoller.class);
  private static final int MOST_ROWS = 10_000;
  private static final Duration GATHER = Duration.ofMillis(10);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** In the queue of rows to remove: it is time to read. */
  private static final Long WAKE = -1L;

  private static final Duration SCHEMA_EVERY = Duration.ofSeconds(30);

  private static final String READ =
      """
      SELECT now.xmin::text, row.id, row.tags
        FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin) now
        LEFT JOIN cache_outbox row ON row.xid >= ?::xid8
       ORDER BY row.id
       LIMIT %d
      """
          .formatted(MOST_ROWS);
  private static final String REMOVE = "DELETE FROM cache_outbox WHERE id = ANY (?)";
  private static final String REMOVE_OLD = "DELETE FROM cache_outbox WHERE xid < ?::xid8";

  private final TieredCaches caches;
  private final Outbox outbox;
  private final Plans plans;
  private final Standbys standbys;
  private final ConnectionSource source;
  private final boolean shared;
  private final long interval;
  private final TieredCaches.@Nullable Proof proof;
  private final Thread thread;

  private final ReentrantLock reading = new ReentrantLock();
  private final Condition read = reading.newCondition();
  private long readsBegun;
  private long readsEnded;
  private long readsWanted;

  private volatile boolean closed;
  private @Nullable Connection connection;
  private Set<Long> seen = new HashSet<>();
  private String since = "0";
  private long readAt = System.nanoTime();
  private volatile boolean begun;
  private long schemaAt = System.nanoTime();
  private boolean failing;

  /** When a snapshot was taken, and which transactions were over then. */
  private record Snapshot(long at, String xmin) {}

  private final Deque<Snapshot> snapshots = new ArrayDeque<>();

  OutboxPoller(
      TieredCaches caches,
      Outbox outbox,
      Plans plans,
      Standbys standbys,
      ConnectionSource source,
      Duration maxStaleness) {
    this.caches = caches;
    this.outbox = outbox;
    this.plans = plans;
    this.standbys = standbys;
    this.source = source;
    this.shared = caches.log().shared();
    this.interval = maxStaleness.dividedBy(4).toNanos();
    this.proof = shared || !outbox.there() ? null : caches.proof("outbox");
    this.thread = Thread.ofPlatform().daemon().name("cache-outbox").unstarted(this::run);
  }

  /**
   * Applies all that was in the outbox when this was called, for a client that may have written it.
   *
   * @return false when it could not be read in time
   */
  boolean readNow() {
    if (!outbox.there()) {
      return true;
    }
    reading.lock();
    try {
      long wanted = readsBegun + 1;
      readsWanted = Math.max(readsWanted, wanted);
      if (!outbox.published().offer(WAKE)) {
        return false;
      }
      long left = LONGEST_WAIT.toNanos();
      while (readsEnded < wanted && left > 0) {
        left = read.awaitNanos(left);
      }
      return readsEnded >= wanted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      reading.unlock();
    }
  }

  /** Reads before its time. */
  void wake() {
    if (!outbox.published().offer(WAKE)) {
      LOGGER.debug("The poller has enough to do, and reads after that.");
    }
  }

  /** Whether it has read the outbox once. */
  boolean begun() {
    return begun;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        long began = System.nanoTime();
        long number = begin();
        poll(number);
        end(number);
        remove(began + interval);
        failing = false;
      } catch (SQLException | RuntimeException e) {
        if (closed) {
          return;
        }
        if (!failing) {
          LOGGER.warn("The outbox of the cache cannot be read: {}", e.getMessage());
        }
        failing = true;
        disconnect();
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void pause() {
    try {
      NANOSECONDS.sleep(interval);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private Connection connected() throws SQLException {
    Connection current = connection;
    if (current == null) {
      current = source.open();
      connection = current;
      current.setAutoCommit(true);
      try (Statement statement = current.createStatement()) {
        long most = Math.max(1_000, NANOSECONDS.toMillis(interval) * 4);
        statement.execute("SET statement_timeout = " + most);
        statement.execute("SET application_name = 'cache outbox'");
      }
    }
    return current;
  }

  private void disconnect() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        LOGGER.debug("The connection was broken already.", e);
      }
    }
  }

  // ---- reading

  private long begin() {
    reading.lock();
    try {
      return ++readsBegun;
    } finally {
      reading.unlock();
    }
  }

  private void end(long number) {
    reading.lock();
    try {
      readsEnded = number;
      read.signalAll();
    } finally {
      reading.unlock();
    }
  }

  private boolean wanted(long number) {
    reading.lock();
    try {
      return readsWanted >= number;
    } finally {
      reading.unlock();
    }
  }

  private void poll(long number) throws SQLException {
    standbys.sample(caches.position(), connected());
    learn();
    if (!outbox.there()) {
      begun = true;
      return;
    }
    long moment = proof == null ? 0 : proof.now();
    long now = System.nanoTime();
    Map<Long, Set<String>> rows = new LinkedHashMap<>();
    String xmin = read(rows);
    if (shared) {
      orphans(rows, wanted(number));
      begun = true;
    } else {
      follow(rows, xmin, now);
    }
    readAt = now;
    if (proof != null) {
      proof.renew(moment);
    }
  }

  private String read(Map<Long, Set<String>> rows) throws SQLException {
    try (PreparedStatement statement = connected().prepareStatement(READ)) {
      statement.setString(1, shared ? "0" : since);
      try (ResultSet result = statement.executeQuery()) {
        String xmin = since;
        while (result.next()) {
          xmin = result.getString(1);
          long id = result.getLong(2);
          if (!result.wasNull()) {
            rows.put(
                id, new LinkedHashSet<>(Arrays.asList((String[]) result.getArray(3).getArray())));
          }
        }
        return xmin;
      }
    }
  }

  /**
   * Rows that are read a second time are published for the one who should have; so is every row
   * when somebody waits who may have written it.
   */
  private void orphans(Map<Long, Set<String>> rows, boolean all) throws SQLException {
    Set<String> tags = new HashSet<>();
    List<Long> orphans = new ArrayList<>();
    rows.forEach((id, ofRow) -> {
      if (all || seen.contains(id)) {
        orphans.add(id);
        tags.addAll(ofRow);
      }
    });
    seen = new HashSet<>(rows.keySet());
    if (!orphans.isEmpty() && caches.committed(Marks.hashes(tags))) {
      delete(orphans);
      seen.removeAll(orphans);
    }
  }

  /** Every row is news, once; those of this process cost a few loads more than they need. */
  private void follow(Map<Long, Set<String>> rows, String xmin, long now) throws SQLException {
    boolean missed = now - readAt > KEPT.toNanos() / 2 || rows.size() == MOST_ROWS;
    Set<String> tags = new HashSet<>();
    rows.forEach((id, ofRow) -> {
      if (!seen.contains(id) && !outbox.own(id)) {
        tags.addAll(ofRow);
      }
    });
    if (!begun || missed) {
      tags.add(TableTags.EVERYTHING);
    }
    if (!tags.isEmpty()) {
      caches.committed(Marks.hashes(tags));
    }
    begun = true;
    seen = new HashSet<>(rows.keySet());
    since = xmin;
    snapshots.addLast(new Snapshot(now, xmin));
    String over = null;
    while (now - snapshots.getFirst().at() > KEPT.toNanos()) {
      over = snapshots.removeFirst().xmin();
    }
    if (over != null) {
      try (PreparedStatement statement = connected().prepareStatement(REMOVE_OLD)) {
        statement.setString(1, over);
        statement.executeUpdate();
      }
    }
  }

  /** Takes notice of changes of the schema that others have made. */
  private void learn() throws SQLException {
    if (System.nanoTime() - schemaAt < SCHEMA_EVERY.toNanos() || plans.schema() == null) {
      return;
    }
    schemaAt = System.nanoTime();
    if (plans.learn(SchemaReader.read(connected()))) {
      LOGGER.info("The schema of the database has changed; everything is loaded anew.");
      caches.invalidateEverything();
    }
  }

  // ---- removing

  /** Removes published rows in batches, until it is time to read again. */
  private void remove(long until) throws SQLException, InterruptedException {
    long left = until - System.nanoTime();
    while (!closed && left > 0) {
      Long first = outbox.published().poll(left, NANOSECONDS);
      if (WAKE.equals(first)) {
        return;
      }
      if (first != null && shared) {
        MILLISECONDS.sleep(GATHER.toMillis());
        List<Long> rows = new ArrayList<>(List.of(first));
        outbox.published().drainTo(rows, MOST_ROWS);
        boolean woken = rows.removeIf(WAKE::equals);
        delete(rows);
        if (woken) {
          return;
        }
      }
      left = until - System.nanoTime();
    }
  }

  private void delete(List<Long> rows) throws SQLException {
    try (PreparedStatement statement = connected().prepareStatement(REMOVE)) {
      statement.setArray(1, connected().createArrayOf("bigint", rows.toArray()));
      statement.executeUpdate();
    }
  }

  /** Ends the thread; rows that are published but not removed are found by the next process. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    disconnect();
  }
}
