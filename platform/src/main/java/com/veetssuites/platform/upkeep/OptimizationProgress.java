package com.veetssuites.platform.upkeep;

import com.veetssuites.query.postgres.BuildListener;
import com.veetssuites.query.postgres.DeclaredIndex;
import com.veetssuites.query.postgres.IndexResult;
import com.veetssuites.query.postgres.LockHolder;
import com.veetssuites.query.postgres.VacuumListener;
import com.veetssuites.query.postgres.VacuumResult;
import com.veetssuites.task.TaskContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells how far an optimisation is, an index or a table a step, and stops it between two steps once
 * the thread is interrupted.
 */
final class OptimizationProgress implements BuildListener, VacuumListener {

  private final TaskContext context;
  private final int steps;
  private final AtomicInteger done = new AtomicInteger();

  OptimizationProgress(TaskContext context, int steps) {
    this.context = context;
    this.steps = steps;
  }

  /** Thrown out of the work, for want of a checked exception there. */
  static final class Stopped extends RuntimeException {
    Stopped(String last) {
      super("Stopped after " + last);
    }
  }

  @Override
  public void started(DeclaredIndex index) {
    tell("building %s on %s".formatted(index.name(), index.table()));
  }

  @Override
  public void progress(DeclaredIndex index, String phase, double part) {
    tell("building %s: %s %.0f %%".formatted(index.name(), phase, part * 100));
  }

  @Override
  public void waiting(DeclaredIndex index, List<LockHolder> holders) {
    tell("building %s: waits for %s".formatted(index.name(), describe(holders)));
  }

  @Override
  public void finished(IndexResult result) {
    next(result.index().name());
  }

  @Override
  public void progress(String table, String phase, double part) {
    tell("vacuuming %s: %s %.0f %%".formatted(table, phase, part * 100));
  }

  @Override
  public void waiting(String table, List<LockHolder> holders) {
    tell("vacuuming %s: waits for %s".formatted(table, describe(holders)));
  }

  @Override
  public void finished(VacuumResult result) {
    next(result.table());
  }

  private void next(String finished) {
    done.incrementAndGet();
    tell(finished + " is done");
    if (Thread.currentThread().isInterrupted()) {
      throw new Stopped(finished);
    }
  }

  private void tell(String text) {
    context.progress(100 * done.get() / Math.max(1, steps), text);
  }

  static String describe(List<LockHolder> holders) {
    return String.join(", ", holders.stream().map(LockHolder::describe).toList());
  }
}
