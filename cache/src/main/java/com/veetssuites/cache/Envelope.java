package com.veetssuites.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A value in the second level: what decides whether it is valid, then its bytes. Big-endian:
 *
 * <pre>
 *   u8 0xCE, u8 version, u8 flags, i64 fingerprint, i64 epoch, i64 seq,
 *   i64 loadedAt, i64 freshUntil, i64 staleUntil, i64 failSafeUntil   (ms since 1970)
 *   i32 n, n × i64 dependency, i32 length of the value, the value
 * </pre>
 *
 * @param payload the encoded value; null when it is known that there is none
 */
record Envelope(
    long fingerprint,
    Position stamp,
    long[] dependencies,
    long loadedAt,
    long freshUntil,
    long staleUntil,
    long failSafeUntil,
    byte @Nullable [] payload) {

  private static final byte MAGIC = (byte) 0xCE;
  private static final byte VERSION = 1;
  private static final int COMPRESSED = 1;
  private static final int NEGATIVE = 2;
  private static final int FIXED = 3 + 7 * Long.BYTES + 2 * Integer.BYTES;

  /** The bytes; a payload longer than the threshold is compressed when that makes it shorter. */
  byte[] write(int compressAbove) {
    byte[] value = payload == null ? new byte[0] : payload;
    int flags = payload == null ? NEGATIVE : 0;
    byte[] body = value;
    if (value.length > compressAbove) {
      byte[] shorter = deflate(value);
      if (shorter.length < value.length) {
        body = shorter;
        flags |= COMPRESSED;
      }
    }
    ByteBuffer out = ByteBuffer.allocate(FIXED + dependencies.length * Long.BYTES + body.length);
    out.put(MAGIC).put(VERSION).put((byte) flags);
    out.putLong(fingerprint).putLong(stamp.epoch()).putLong(stamp.seq());
    out.putLong(loadedAt).putLong(freshUntil).putLong(staleUntil).putLong(failSafeUntil);
    out.putInt(dependencies.length);
    for (long dependency : dependencies) {
      out.putLong(dependency);
    }
    out.putInt(value.length).put(body);
    return out.array();
  }

  /**
   * The envelope of some bytes.
   *
   * @throws IOException when they are not one, or hold a value longer than allowed
   */
  static Envelope read(byte[] bytes, int maxValueBytes) throws IOException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != MAGIC || in.get() != VERSION) {
        throw new IOException("not a value of this cache");
      }
      int flags = in.get();
      long fingerprint = in.getLong();
      Position stamp = new Position(in.getLong(), in.getLong());
      long loadedAt = in.getLong();
      long freshUntil = in.getLong();
      long staleUntil = in.getLong();
      long failSafeUntil = in.getLong();
      int count = in.getInt();
      if (count < 0 || count > in.remaining() / Long.BYTES) {
        throw new IOException("damaged dependencies");
      }
      long[] dependencies = new long[count];
      for (int i = 0; i < count; i++) {
        dependencies[i] = in.getLong();
      }
      int length = in.getInt();
      if (length < 0 || length > maxValueBytes) {
        throw new IOException("a value of " + length + " bytes");
      }
      byte[] payload = new byte[length];
      if ((flags & COMPRESSED) != 0) {
        inflate(bytes, in.position(), in.remaining(), payload);
      } else {
        in.get(payload);
      }
      return new Envelope(
          fingerprint,
          stamp,
          dependencies,
          loadedAt,
          freshUntil,
          staleUntil,
          failSafeUntil,
          (flags & NEGATIVE) != 0 ? null : payload);
    } catch (BufferUnderflowException e) {
      throw new IOException("a value that ends too early", e);
    }
  }

  private static byte[] deflate(byte[] value) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(value.length / 3);
      try (DeflaterOutputStream compressing = new DeflaterOutputStream(out, deflater)) {
        compressing.write(value);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written to", e);
    }
  }

  private static void inflate(byte[] bytes, int offset, int length, byte[] into)
      throws IOException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(bytes, offset, length);
      int read = 0;
      while (read < into.length && !inflater.finished()) {
        int more = inflater.inflate(into, read, into.length - read);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        read += more;
      }
      if (read != into.length) {
        throw new IOException("a compressed value that ends too early");
      }
    } catch (DataFormatException e) {
      throw new IOException("a damaged compressed value", e);
    }
  }
}
