package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.Position;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a thread that uses connections: which are open, and which of them have written.
 */
final class Caller {

  private static final ThreadLocal<Caller> CURRENT = new ThreadLocal<>();

  private final AtomicInteger dirty = new AtomicInteger();

  /** The newest last. Others may close what this thread has opened. */
  final List<OpenTransaction> open = new CopyOnWriteArrayList<>();

  /** The result that the running statement is about to return. */
  @Nullable Watch watch;

  /** What this node had applied before the last query of this thread saw the database. */
  @Nullable Position read;

  private Caller() {}

  static Caller current() {
    Caller caller = CURRENT.get();
    if (caller == null) {
      caller = new Caller();
      CURRENT.set(caller);
    }
    return caller;
  }

  /** Null when the thread has never used a connection. */
  static @Nullable Caller known() {
    return CURRENT.get();
  }

  boolean dirty() {
    return dirty.get() > 0;
  }

  void dirtied() {
    dirty.incrementAndGet();
  }

  void cleaned() {
    dirty.decrementAndGet();
  }
}
