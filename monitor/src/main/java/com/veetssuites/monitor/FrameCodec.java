package com.veetssuites.monitor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Frames and points as bytes. What another version has written and this one does not know (a kind,
 * a further field) is skipped.
 */
final class FrameCodec {

  private static final int VERSION = 1;

  private FrameCodec() {}

  static byte[] encode(Frame frame) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeByte(VERSION);
      out.writeInt(frame.points().size());
      for (Map.Entry<SeriesId, Point> each : frame.points().entrySet()) {
        out.writeUTF(each.getKey().kind().name());
        out.writeUTF(each.getKey().name());
        write(each.getValue(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Null when a version wrote it that this one cannot read. */
  static @Nullable Frame decode(Instant start, int seconds, byte[] content) {
    try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(content)))) {
      if (in.readByte() != VERSION) {
        return null;
      }
      int size = in.readInt();
      Map<SeriesId, Point> points = new HashMap<>();
      for (int i = 0; i < size; i++) {
        SeriesKind kind = kind(in.readUTF());
        String name = in.readUTF();
        Point point = read(kind == null ? SeriesKind.ROUTE : kind, in);
        if (kind != null) {
          points.put(new SeriesId(kind, name), point);
        }
      }
      return new Frame(start, seconds, points);
    } catch (IOException e) {
      return null;
    }
  }

  static byte[] encode(Point point) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(point, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Nothing measured when a version wrote it that this one cannot read. */
  static Point decode(SeriesKind kind, byte[] content) {
    try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
      return in.readByte() == VERSION ? read(kind, in) : Point.none(kind);
    } catch (IOException e) {
      return Point.none(kind);
    }
  }

  /** The kind of this name; null when only another version has it. */
  static @Nullable SeriesKind kind(String name) {
    for (SeriesKind kind : SeriesKind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    return null;
  }

  private static void write(Point point, DataOutputStream out) throws IOException {
    double[] values = point.values();
    out.writeByte(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
    byte[] buckets = point.durations().buckets();
    long[] counts = point.durations().counts();
    out.writeByte(buckets.length);
    for (int i = 0; i < buckets.length; i++) {
      out.writeByte(buckets[i]);
      out.writeLong(counts[i]);
    }
  }

  private static Point read(SeriesKind kind, DataInputStream in) throws IOException {
    List<Double> values = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      values.add(in.readDouble());
    }
    long[] counts = new long[Durations.BUCKETS];
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      int bucket = in.readUnsignedByte();
      long count = in.readLong();
      if (bucket < counts.length) {
        counts[bucket] = count;
      }
    }
    return new Point(
        kind, values.stream().mapToDouble(Double::doubleValue).toArray(), Durations.of(counts));
  }
}
