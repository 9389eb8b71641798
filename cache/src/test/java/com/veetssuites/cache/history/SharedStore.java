package com.veetssuites.cache.history;

import com.veetssuites.cache.RemoteStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A second level for many nodes in one process, whose writes arrive late and out of order. */
final class SharedStore implements RemoteStore {

  private final ConcurrentMap<String, byte[]> values = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Long> leases = new ConcurrentHashMap<>();
  private final ExecutorService late = Executors.newFixedThreadPool(2);
  volatile boolean cut;

  void clear() {
    values.clear();
  }

  @Override
  public byte @Nullable [] get(String key) {
    return cut ? null : values.get(key);
  }

  @Override
  public List<byte @Nullable []> getAll(List<String> keys) {
    List<byte @Nullable []> found = new ArrayList<>();
    keys.forEach(key -> found.add(get(key)));
    return found;
  }

  @Override
  public void put(String key, byte[] value, Duration timeToLive) {
    late.execute(() -> {
      if (ThreadLocalRandom.current().nextInt(50) == 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
      }
      values.put(key, value);
    });
  }

  @Override
  public boolean lease(String key, Duration atMost) {
    long now = System.nanoTime();
    return cut
        || leases.merge(
                key, now + atMost.toNanos(), (held, wanted) -> held - now > 0 ? held : wanted)
            == now + atMost.toNanos();
  }

  @Override
  public void release(String key) {
    leases.remove(key);
  }

  @Override
  public void flush(Duration atMost) {
    CountDownLatch done = new CountDownLatch(1);
    late.execute(done::countDown);
    try {
      boolean ignored = done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean reachable() {
    return !cut;
  }

  /** Nodes come and go; the test ends the store. */
  @Override
  public void close() {}

  void end() {
    late.shutdownNow();
  }
}
