package com.veetssuites.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.LogUnavailable;
import com.veetssuites.cache.Position;
import io.lettuce.core.XReadArgs;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The invalidation log in Redis, shared by all nodes that use its name space. See {@link
 * LogScripts} for what lies where and what happens when some of it is lost.
 *
 * <p>What it cannot see: a master that was cut off, and goes on answering clients on its side of
 * the cut while another is promoted. {@code min-replicas-to-write} bounds that for appends.
 */
public final class RedisInvalidationLog implements InvalidationLog {

  /** Markers that are remembered, in two generations. */
  static final int MOST_MARKERS = 100_000;

  /** Invalidations a node may miss before it has to fetch all markers, about. */
  private static final int MOST_ENTRIES = 10_000;

  /** A larger invalidation makes every node fetch all markers. */
  private static final int MOST_MARKERS_IN_ENTRY = 512;

  private static final int DIGITS = 16;
  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
  private static final SecureRandom EPOCHS = new SecureRandom();

  private final RedisConnections connections;
  private final Link link;
  private final Link waiting;
  private final Duration timeout;
  private final Duration snapshotTimeout;
  private final String[] keys;
  private final byte[] mostInHash;
  private volatile Position wokenAt = Position.NONE;

  /**
   * Opens the log of a name space, creating it with its first use.
   *
   * @param namespace letters, digits, dots, dashes, colons and underscores
   */
  public RedisInvalidationLog(RedisConnections connections, String namespace) {
    this(connections, namespace, MOST_MARKERS);
  }

  /**
   * Opens the log of a name space.
   *
   * @param mostMarkers markers that are remembered; forgetting the oldest costs loads
   */
  public RedisInvalidationLog(RedisConnections connections, String namespace, int mostMarkers) {
    checkNamespace(namespace);
    if (mostMarkers < 100) {
      throw new IllegalArgumentException("At least 100 markers are remembered, not " + mostMarkers);
    }
    this.connections = connections;
    this.timeout = connections.settings().commandTimeout();
    this.snapshotTimeout = connections.settings().snapshotTimeout();
    this.mostInHash = bytes(mostMarkers / 2);
    String slot = "{" + namespace + "}";
    this.keys = new String[] {slot + ":m", slot + ":m:old", slot + ":log"};
    this.link = connections.link();
    this.waiting = connections.link();
  }

  static void checkNamespace(String namespace) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "A name space has 1 to 100 letters, digits, dots, dashes, colons and underscores.");
    }
  }

  @Override
  public News append(Position applied, long[] markers) throws LogUnavailable {
    boolean everything = false;
    StringBuilder digits = new StringBuilder(markers.length * DIGITS);
    for (long marker : markers) {
      everything |= marker == EVERYTHING;
      digits.append("%016x".formatted(marker));
    }
    return news(
        applied,
        run(
            LogScripts.APPEND,
            timeout,
            applied,
            bytes(everything ? "" : digits.toString()),
            bytes(everything ? 1 : 0),
            mostInHash,
            bytes(MOST_ENTRIES),
            bytes(MOST_MARKERS_IN_ENTRY * DIGITS)));
  }

  @Override
  public News read(Position applied) throws LogUnavailable {
    return news(applied, run(LogScripts.READ, timeout, applied));
  }

  /** An appended invalidation is in the snapshot too, which is taken after it. */
  private News news(Position applied, List<Object> answer) throws LogUnavailable {
    if (!text(answer.get(0)).equals("changes")) {
      return snapshot(applied);
    }
    List<Change> changes = new ArrayList<>(answer.size() - 3);
    for (int i = 3; i < answer.size(); i++) {
      changes.add(new Change(applied.seq() + i - 2, markers(text(answer.get(i)))));
    }
    return new Changes(position(answer), changes);
  }

  private Snapshot snapshot(Position applied) throws LogUnavailable {
    List<Object> answer = run(LogScripts.SNAPSHOT, snapshotTimeout, applied);
    Position end = new Position(number(answer.get(0)), number(answer.get(1)));
    long floor = number(answer.get(2));
    MarkerText older = new MarkerText(text(answer.get(3)));
    MarkerText newer = new MarkerText(text(answer.get(4)));
    long[] hashes = new long[older.most() + newer.most()];
    long[] seqs = new long[hashes.length];
    int count = newer.read(floor, hashes, seqs, older.read(floor, hashes, seqs, 0));
    return new Snapshot(end, floor, Arrays.copyOf(hashes, count), Arrays.copyOf(seqs, count));
  }

  /** Waits for an entry behind the position; what lies there for long wakes it only once. */
  @Override
  public void await(Position applied, Duration atMost) throws LogUnavailable, InterruptedException {
    if (applied.equals(wokenAt)) {
      Thread.sleep(atMost);
      wokenAt = Position.NONE;
      return;
    }
    long block = Math.max(1, atMost.toMillis());
    try {
      List<?> entries =
          waiting.callInterruptibly(
              timeout.plusMillis(block),
              commands ->
                  commands.xread(
                      XReadArgs.Builder.block(block).count(1),
                      XReadArgs.StreamOffset.from(keys[2], applied.seq() + "-0")));
      wokenAt = entries == null || entries.isEmpty() ? Position.NONE : applied;
    } catch (RedisFailure e) {
      throw unavailable(e);
    }
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public void close() {
    connections.close(link);
    connections.close(waiting);
  }

  private List<Object> run(RedisScript script, Duration atMost, Position applied, byte[]... more)
      throws LogUnavailable {
    byte[][] values = new byte[3 + more.length][];
    values[0] = bytes(applied.epoch());
    values[1] = bytes(applied.seq());
    values[2] = bytes(freshEpoch());
    System.arraycopy(more, 0, values, 3, more.length);
    try {
      return script.run(link, atMost, keys, values);
    } catch (RedisFailure e) {
      throw unavailable(e);
    }
  }

  private static LogUnavailable unavailable(RedisFailure failure) {
    return new LogUnavailable(String.valueOf(failure.getMessage()), failure);
  }

  /** Never that of {@link Position#NONE}. */
  private static long freshEpoch() {
    long epoch = EPOCHS.nextLong();
    return epoch == 0 ? 1 : epoch;
  }

  private static Position position(List<Object> answer) {
    return new Position(number(answer.get(1)), number(answer.get(2)));
  }

  private static long[] markers(String digits) {
    long[] markers = new long[digits.length() / DIGITS];
    for (int i = 0; i < markers.length; i++) {
      markers[i] = Long.parseUnsignedLong(digits, i * DIGITS, (i + 1) * DIGITS, 16);
    }
    return markers;
  }

  private static long number(Object answer) {
    return Long.parseLong(text(answer));
  }

  private static String text(Object answer) {
    return new String((byte[]) answer, US_ASCII);
  }

  private static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Fields and values of a hash with blanks between them; markers have 16 digits, others not. */
  private record MarkerText(String text) {

    int most() {
      return text.length() / (DIGITS + 2) + 1;
    }

    /** Adds the markers above the floor, from an index on; returns the index behind them. */
    int read(long floor, long[] hashes, long[] seqs, int from) {
      int count = from;
      int at = 0;
      while (at < text.length()) {
        int field = text.indexOf(' ', at);
        int end = text.indexOf(' ', field + 1);
        end = end < 0 ? text.length() : end;
        if (field - at == DIGITS) {
          long seq = Long.parseLong(text, field + 1, end, 10);
          if (seq > floor) {
            hashes[count] = Long.parseUnsignedLong(text, at, field, 16);
            seqs[count++] = seq;
          }
        }
        at = end + 1;
      }
      return count;
    }
  }
}
