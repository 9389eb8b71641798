package com.veetssuites.cache.jdbc;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Invalidations that wait for the end of a transaction of Spring's, which may not have a connection
 * yet, or never.
 */
final class Deferred implements TransactionSynchronization {

  private final JdbcTransactions transactions;
  private final Caller caller = Caller.current();
  private Marks marks = new Marks();

  private Deferred(JdbcTransactions transactions) {
    this.transactions = transactions;
  }

  static @Nullable Deferred known(JdbcTransactions transactions) {
    return (Deferred) TransactionSynchronizationManager.getResource(transactions);
  }

  static Deferred current(JdbcTransactions transactions) {
    Deferred known = known(transactions);
    if (known != null) {
      return known;
    }
    Deferred deferred = new Deferred(transactions);
    TransactionSynchronizationManager.bindResource(transactions, deferred);
    TransactionSynchronizationManager.registerSynchronization(deferred);
    return deferred;
  }

  void add(long[] markers) {
    boolean first = marks.isEmpty();
    for (long marker : markers) {
      marks.add(Marks.named(marker));
    }
    if (first && !marks.isEmpty()) {
      caller.dirtied();
    }
  }

  /** For the connection that commits. */
  Marks take() {
    Marks taken = marks;
    if (!taken.isEmpty()) {
      marks = new Marks();
      caller.cleaned();
    }
    return taken;
  }

  @Override
  public void suspend() {
    TransactionSynchronizationManager.unbindResource(transactions);
  }

  @Override
  public void resume() {
    TransactionSynchronizationManager.bindResource(transactions, this);
  }

  /** What no connection has taken belongs to a transaction without one. */
  @Override
  public void afterCompletion(int status) {
    TransactionSynchronizationManager.unbindResourceIfPossible(transactions);
    Marks left = take();
    if (status != STATUS_ROLLED_BACK && !left.isEmpty()) {
      transactions.publish(left.tags());
    }
  }
}
