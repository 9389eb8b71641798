package com.veetssuites.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.veetssuites.cache.RemoteStore;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The second level in Redis. Each value is a key of its own, anywhere in a cluster: a hit is one
 * {@code GET}.
 *
 * <p>Keys begin with {@code namespace:v:{}}. The empty braces make a cluster hash the whole key,
 * whatever braces come later in it.
 */
public final class RedisStore implements RemoteStore {

  private static final int FAILURES_TO_OPEN = 5;
  private static final Duration OPEN = Duration.ofSeconds(1);
  private static final int MOST_PUTS = 1024;
  private static final int MOST_KILOBYTES = 64 * 1024;
  private static final int MOST_LEASES = 10_000;

  private static final byte[] RELEASE =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
      return 0
      """
          .getBytes(US_ASCII);

  private final RedisConnections connections;
  private final Link link;
  private final Duration timeout;
  private final String values;
  private final String leases;
  private final CircuitBreaker breaker;
  private final Semaphore kilobytes = new Semaphore(MOST_KILOBYTES);
  private final Set<CompletableFuture<?>> puts = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, byte[]> held = new ConcurrentHashMap<>();

  private final LongAdder reads = new LongAdder();
  private final LongAdder readFailures = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder putFailures = new LongAdder();
  private final LongAdder putsDropped = new LongAdder();

  /** Opens the values of a name space. */
  public RedisStore(RedisConnections connections, String namespace) {
    this(connections, namespace, System::nanoTime);
  }

  RedisStore(RedisConnections connections, String namespace, LongSupplier nanos) {
    RedisInvalidationLog.checkNamespace(namespace);
    this.connections = connections;
    this.timeout = connections.settings().commandTimeout();
    this.values = namespace + ":v:{}";
    this.leases = namespace + ":l:{}";
    this.breaker = new CircuitBreaker(FAILURES_TO_OPEN, OPEN, nanos);
    this.link = connections.link();
  }

  @Override
  public byte @Nullable [] get(String key) {
    return ask(commands -> commands.get(values + key));
  }

  /** One {@code MGET} to a single server; a {@code GET} each, all at once, to a cluster. */
  @Override
  public List<byte @Nullable []> getAll(List<String> keys) {
    List<byte @Nullable []> found = null;
    if (!keys.isEmpty()) {
      found = connections.cluster() ? getEach(keys) : getTogether(keys);
    }
    if (found != null) {
      return found;
    }
    List<byte @Nullable []> nothing = new ArrayList<>();
    keys.forEach(key -> nothing.add(null));
    return nothing;
  }

  private @Nullable List<byte @Nullable []> getTogether(List<String> keys) {
    String[] names = keys.stream().map(key -> values + key).toArray(String[]::new);
    List<KeyValue<String, byte[]>> answer = ask(commands -> commands.mget(names));
    if (answer == null) {
      return null;
    }
    List<byte @Nullable []> found = new ArrayList<>();
    answer.forEach(pair -> found.add(pair.hasValue() ? pair.getValue() : null));
    return found;
  }

  private @Nullable List<byte @Nullable []> getEach(List<String> keys) {
    if (!permitted()) {
      return null;
    }
    reads.increment();
    List<byte @Nullable []> found = new ArrayList<>();
    try {
      List<RedisFuture<byte[]>> answers = new ArrayList<>();
      for (String key : keys) {
        answers.add(link.send(commands -> commands.get(values + key)));
      }
      long deadline = System.nanoTime() + timeout.toNanos();
      for (RedisFuture<byte[]> answer : answers) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        found.add(link.<byte[]>call(left, commands -> answer));
      }
      breaker.succeeded();
      return found;
    } catch (RedisFailure e) {
      readFailures.increment();
      breaker.failed();
      return null;
    }
  }

  /** Null also when Redis could not be asked. */
  private <T> @Nullable T ask(Link.Command<T> command) {
    if (!permitted()) {
      return null;
    }
    reads.increment();
    try {
      T answer = link.call(timeout, command);
      breaker.succeeded();
      return answer;
    } catch (RedisFailure e) {
      readFailures.increment();
      breaker.failed();
      return null;
    }
  }

  private boolean permitted() {
    boolean permitted = breaker.permits();
    if (!permitted) {
      skipped.increment();
    }
    return permitted;
  }

  @Override
  public void put(String key, byte[] value, Duration timeToLive) {
    int weight = Math.min(MOST_KILOBYTES, 1 + value.length / 1024);
    if (breaker.state() != CircuitBreaker.State.CLOSED
        || puts.size() >= MOST_PUTS
        || !kilobytes.tryAcquire(weight)) {
      putsDropped.increment();
      return;
    }
    SetArgs expiry = SetArgs.Builder.px(Math.max(1, timeToLive.toMillis()));
    CompletableFuture<String> stored;
    try {
      stored =
          link.send(commands -> commands.set(values + key, value, expiry)).toCompletableFuture();
    } catch (RedisFailure e) {
      kilobytes.release(weight);
      putFailures.increment();
      breaker.failed();
      return;
    }
    sent.increment();
    puts.add(stored);
    stored.whenComplete((answer, failure) -> {
      puts.remove(stored);
      kilobytes.release(weight);
      if (failure != null) {
        putFailures.increment();
      }
    });
  }

  @Override
  public boolean lease(String key, Duration atMost) {
    if (held.size() >= MOST_LEASES || !permitted()) {
      return true;
    }
    byte[] token = UUID.randomUUID().toString().getBytes(US_ASCII);
    SetArgs terms = SetArgs.Builder.nx().px(Math.max(1, atMost.toMillis()));
    try {
      String answer = link.call(timeout, commands -> commands.set(leases + key, token, terms));
      breaker.succeeded();
      if (!"OK".equals(answer)) {
        return false;
      }
      held.put(key, token);
      return true;
    } catch (RedisFailure e) {
      breaker.failed();
      return true;
    }
  }

  @Override
  public void release(String key) {
    byte[] token = held.remove(key);
    if (token == null) {
      return;
    }
    try {
      String[] keys = {leases + key};
      link.send(commands -> commands.<Long>eval(RELEASE, ScriptOutputType.INTEGER, keys, token));
    } catch (RedisFailure e) {
      // The lease ends by its time.
    }
  }

  @Override
  public void flush(Duration atMost) {
    CompletableFuture<?>[] waiting = puts.toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(waiting).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // What is not stored by now is counted, or will be.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean reachable() {
    if (breaker.state() != CircuitBreaker.State.CLOSED) {
      // Without requests nobody else would find out; the breaker lets one through in a while.
      var _ = get("");
    }
    return breaker.state() == CircuitBreaker.State.CLOSED;
  }

  /** What was done so far, and the state of the breaker. */
  public RedisStoreStatistics statistics() {
    return new RedisStoreStatistics(
        breaker.state(),
        reads.sum(),
        readFailures.sum(),
        skipped.sum(),
        sent.sum(),
        putFailures.sum(),
        putsDropped.sum());
  }

  /** Closes the connection; values stay. */
  @Override
  public void close() {
    flush(timeout);
    connections.close(link);
  }
}
