package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.Load;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.Transactions;
import com.veetssuites.cache.jdbc.OpenTransaction.Commit;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactions of the calling threads, as their connections show them. Safe for use by many
 * threads.
 */
final class JdbcTransactions implements Transactions {

  private static final Logger LOGGER = LoggerFactory.getLogger(JdbcTransactions.class);

  private final Outbox outbox;
  private final Plans plans;
  private final Standbys standbys = new Standbys();
  private final List<SessionCache> sessions = new CopyOnWriteArrayList<>();

  /** What was committed before the cache was there; others may have cached what it changes. */
  private final Marks early = new Marks();

  private volatile @Nullable TieredCaches caches;

  JdbcTransactions(Outbox outbox, Plans plans) {
    this.outbox = outbox;
    this.plans = plans;
  }

  void add(SessionCache session) {
    sessions.add(session);
  }

  void start(TieredCaches started) {
    caches = started;
    Marks before = new Marks();
    synchronized (early) {
      before.addAll(early);
    }
    started.committed(Marks.hashes(before.tags()));
  }

  Standbys standbys() {
    return standbys;
  }

  Position now() {
    TieredCaches current = caches;
    return current == null ? Position.NONE : current.position();
  }

  // ---- what the cache asks

  @Override
  public boolean dirty() {
    Caller caller = Caller.known();
    if (caller != null && caller.dirty()) {
      return true;
    }
    for (SessionCache session : sessions) {
      if (session.unflushed()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Position begin() {
    Caller caller = Caller.known();
    Position oldest = null;
    if (caller != null) {
      for (OpenTransaction open : caller.open) {
        try {
          if (!open.automatic() && (oldest == null || older(open.began, oldest))) {
            oldest = open.began;
          }
        } catch (SQLException e) {
          LOGGER.debug("A closed connection tells nothing.", e);
        }
      }
    }
    return oldest;
  }

  private static boolean older(Position one, Position other) {
    return one.epoch() != other.epoch() || one.seq() < other.seq();
  }

  @Override
  public void loading(Load load) {
    for (SessionCache session : sessions) {
      session.contribute(load);
    }
  }

  @Override
  public boolean defer(long[] markers) {
    if (TransactionSynchronizationManager.isActualTransactionActive()
        && TransactionSynchronizationManager.isSynchronizationActive()) {
      Deferred.current(this).add(markers);
      return true;
    }
    Caller caller = Caller.known();
    if (caller == null) {
      return false;
    }
    for (OpenTransaction open : caller.open.reversed()) {
      try {
        if (!open.automatic()) {
          open.wrote();
          for (long marker : markers) {
            open.marks().add(Marks.named(marker));
          }
          return true;
        }
      } catch (SQLException e) {
        LOGGER.debug("A closed connection defers nothing.", e);
      }
    }
    return false;
  }

  // ---- what the connections tell

  /** About to commit: what is marked becomes a row of the outbox, in the same transaction. */
  void committing(OpenTransaction open) {
    Deferred deferred = Deferred.known(this);
    if (deferred != null) {
      open.marks().addAll(deferred.take());
    }
    if (open.marks().isEmpty() && !open.dirty()) {
      return;
    }
    open.wrote();
    open.commit = outbox.write(open);
  }

  /** Committed, or failed with an unknown outcome: then publishing is harmless and safe. */
  void committed(OpenTransaction open, boolean certain) {
    Commit commit = open.commit;
    try {
      if (commit != null) {
        if (commit.structure()) {
          plans.forget();
        }
        boolean published = publish(commit.hashes());
        if (published && certain && commit.row() != 0) {
          outbox.published(commit.row());
        }
      }
    } finally {
      open.clean(now());
    }
  }

  /** Drops these at once. */
  boolean publish(Set<String> tags) {
    return publish(Marks.hashes(tags));
  }

  private boolean publish(long[] hashes) {
    TieredCaches current = caches;
    if (current != null) {
      return current.committed(hashes);
    }
    synchronized (early) {
      early.everything();
    }
    return false;
  }
}
