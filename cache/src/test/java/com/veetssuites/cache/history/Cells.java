package com.veetssuites.cache.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The truth that caches are checked against: cells with a version each, in a file that several
 * processes map into their memory. A cell's version is at once its content.
 *
 * <p>Beside each version stands what was acknowledged: by which node, and when. The clock is {@link
 * System#nanoTime}, which all processes of one machine share.
 */
final class Cells implements AutoCloseable {

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final int REMEMBERED = 256;
  private static final int VERSION_BITS = 24;
  private static final int TIME_BITS = Long.SIZE - VERSION_BITS;

  private final int count;
  private final int nodes;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final long base;

  Cells(Path file, int count, int nodes) {
    this.count = count;
    this.nodes = nodes;
    long longs = 1L + count + (long) nodes * count + (long) count * REMEMBERED;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, longs * Long.BYTES, arena);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LONG.compareAndSet(memory, 0L, 0L, System.nanoTime());
    base = (long) LONG.getVolatile(memory, 0L);
  }

  long read(int cell) {
    return (long) LONG.getVolatile(memory, at(1L + cell));
  }

  /** The new version. */
  long write(int cell) {
    return (long) LONG.getAndAdd(memory, at(1L + cell), 1L) + 1;
  }

  /** From now on this node serves nothing that was made of an earlier version. */
  void acknowledge(int node, int cell, long version) {
    long place = at(1L + count + (long) node * count + cell);
    long known = (long) LONG.getVolatile(memory, place);
    while (known < version && !LONG.compareAndSet(memory, place, known, version)) {
      known = (long) LONG.getVolatile(memory, place);
    }
  }

  /** From now on no node does, once the staleness bound is over. */
  void acknowledgeToAll(int cell, long version) {
    long micros = (System.nanoTime() - base) / 1000;
    long packed = version << TIME_BITS | (micros & (1L << TIME_BITS) - 1);
    LONG.setVolatile(memory, acknowledged(cell, version), packed);
  }

  /** The oldest version that a read may return which begins now on this node. */
  long required(int node, int cell, long now, Duration bound) {
    long required = (long) LONG.getVolatile(memory, at(1L + count + (long) node * count + cell));
    long micros = (now - bound.toNanos() - base) / 1000;
    long current = read(cell);
    for (long v = current; v > required && v > current - REMEMBERED; v--) {
      long packed = (long) LONG.getVolatile(memory, acknowledged(cell, v));
      if (packed >>> TIME_BITS == (v & (1L << VERSION_BITS) - 1)
          && (packed & (1L << TIME_BITS) - 1) < micros) {
        return v;
      }
    }
    return required;
  }

  int nodes() {
    return nodes;
  }

  private long acknowledged(int cell, long version) {
    return at(1L + count + (long) nodes * count + (long) cell * REMEMBERED + version % REMEMBERED);
  }

  private static long at(long index) {
    return index * Long.BYTES;
  }

  @Override
  public void close() {
    arena.close();
  }
}
