package com.veetssuites.benchmarks.load;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One run: its plan, the accounts of its students, when it is over, and what no request shows. */
final class LoadRun {

  /** Gatling makes the simulation itself and gives it no arguments. */
  private static @Nullable LoadRun current;

  private final LoadPlan plan;
  private final List<LoadAccounts.Account> accounts;
  private final AtomicInteger nextAccount = new AtomicInteger();
  private final AtomicLong began = new AtomicLong();
  private final AtomicLong refusedLogins = new AtomicLong();
  private final AtomicLong refusedUploads = new AtomicLong();
  private final AtomicLong unreadDocuments = new AtomicLong();
  private volatile boolean stopped;

  LoadRun(LoadPlan plan, List<LoadAccounts.Account> accounts) {
    this.plan = plan;
    this.accounts = accounts;
  }

  static LoadRun current() {
    return Objects.requireNonNull(current);
  }

  void makeCurrent() {
    current = this;
  }

  LoadPlan plan() {
    return plan;
  }

  int accounts() {
    return accounts.size();
  }

  /** The account of the next student; they are shared when there are more students. */
  LoadAccounts.Account account() {
    return accounts.get(nextAccount.getAndIncrement() % accounts.size());
  }

  /** Whether users begin something new. The time runs from the first question. */
  boolean goesOn() {
    long now = System.nanoTime();
    began.compareAndSet(0, now);
    return !stopped && now - began.get() < plan.duration().toNanos();
  }

  /** Ends it before its time. */
  void stop() {
    stopped = true;
  }

  /** Log-ins that the server put off because there were many from this address. */
  AtomicLong refusedLogins() {
    return refusedLogins;
  }

  /** Uploads that the server put off because it held as many as it wants to. */
  AtomicLong refusedUploads() {
    return refusedUploads;
  }

  /** Documents whose task had not ended when the user stopped asking. */
  AtomicLong unreadDocuments() {
    return unreadDocuments;
  }
}
