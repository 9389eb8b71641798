package com.veetssuites.cache.spring;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.Transactions;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactions of Spring, for a program without a bridge to its database: invalidations wait
 * for the commit and are forgotten by a rollback.
 *
 * <p>It does not see statements. A transaction counts as one that writes once it has invalidated
 * something; what it wrote before that, or without that, is unknown here. Where it is not told of
 * beginnings (as a {@link TransactionExecutionListener} of the transaction manager), a transaction
 * begins here when it is first asked about, so a snapshot that is older (REPEATABLE READ) may be
 * taken for newer than it is.
 */
public final class SpringTransactions implements Transactions, TransactionExecutionListener {

  private static final int MOST_MARKERS = 10_000;

  private final Supplier<TieredCaches> caches;
  private final ThreadLocal<Position> beginning = new ThreadLocal<>();

  /**
   * The transactions of the calling threads.
   *
   * @param caches what they invalidate; asked for in transactions only
   */
  public SpringTransactions(Supplier<TieredCaches> caches) {
    this.caches = caches;
  }

  @Override
  public void beforeBegin(TransactionExecution transaction) {
    beginning.set(caches.get().applied());
  }

  @Override
  public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
    Position begun = beginning.get();
    beginning.remove();
    if (failure == null && begun != null && inTransaction() && !known()) {
      register(begun);
    }
  }

  @Override
  public boolean dirty() {
    Running running = (Running) TransactionSynchronizationManager.getResource(this);
    return running != null && running.dirty;
  }

  @Override
  public @Nullable Position begin() {
    Running running = running();
    return running == null ? null : running.begun;
  }

  @Override
  public boolean defer(long[] markers) {
    Running running = running();
    return running != null && running.defer(markers);
  }

  private @Nullable Running running() {
    Running running = (Running) TransactionSynchronizationManager.getResource(this);
    return running != null || !inTransaction() ? running : register(caches.get().applied());
  }

  private boolean known() {
    return TransactionSynchronizationManager.hasResource(this);
  }

  private static boolean inTransaction() {
    return TransactionSynchronizationManager.isActualTransactionActive()
        && TransactionSynchronizationManager.isSynchronizationActive();
  }

  private Running register(Position begun) {
    Running running = new Running(begun);
    TransactionSynchronizationManager.registerSynchronization(running);
    TransactionSynchronizationManager.bindResource(this, running);
    return running;
  }

  /** One transaction, until it has ended. Belongs to its thread. */
  private final class Running implements TransactionSynchronization, Ordered {
    private final Position begun;
    private final Set<Long> markers = new HashSet<>();
    private boolean dirty;
    private boolean published;

    Running(Position begun) {
      this.begun = begun;
    }

    boolean defer(long[] more) {
      if (published) {
        return false;
      }
      dirty = true;
      Load load = Load.current();
      if (load != null) {
        // Should it be rolled back, then what it reads from now on has never been.
        load.refuse("it was made in a transaction that has written");
      }
      for (long marker : more) {
        markers.add(marker);
      }
      if (markers.size() > MOST_MARKERS) {
        markers.clear();
        markers.add(InvalidationLog.EVERYTHING);
      }
      return true;
    }

    /** Before whatever else waits for the commit, which may read. */
    @Override
    public int getOrder() {
      return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResourceIfPossible(SpringTransactions.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(SpringTransactions.this, this);
    }

    @Override
    public void afterCommit() {
      publish();
    }

    /** A commit of unknown outcome may have been one. */
    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(SpringTransactions.this);
      if (status != STATUS_ROLLED_BACK) {
        publish();
      }
    }

    private void publish() {
      if (!published) {
        published = true;
        dirty = false;
        if (!markers.isEmpty()) {
          caches.get().committed(markers.stream().mapToLong(Long::longValue).toArray());
        }
      }
    }
  }
}
