package com.veetssuites.cache;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second level: values as bytes by text key, shared by all nodes. Nothing in it is trusted:
 * whether a value is valid is decided by the reader.
 *
 * <p>Safe for use by many threads. No call throws for an unreachable server: that reads as a miss
 * and writes as nothing, and is counted.
 */
public interface RemoteStore extends AutoCloseable {

  /** The value, or null; one round trip. */
  byte @Nullable [] get(String key);

  /** The values in the order of the keys, null where there is none; one round trip a server. */
  List<byte @Nullable []> getAll(List<String> keys);

  /** Stores a value without waiting; it may be lost. */
  void put(String key, byte[] value, Duration timeToLive);

  /**
   * Takes the lease on a key when nobody holds it; true also when the store is unreachable, for
   * then nobody can be asked.
   */
  boolean lease(String key, Duration atMost);

  /** Gives back a lease that this process holds. */
  void release(String key);

  /** Waits until what was put before is stored, or the time is up. */
  void flush(Duration atMost);

  /** Whether the last calls reached the server; asks it when they did not. */
  boolean reachable();

  @Override
  void close();
}
