package com.veetssuites.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FrameCodecTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void frames_come_back_as_they_were(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      Frame frame = Samples.series(random, 60).build(NOON, 10);
      assertThat(FrameCodec.decode(NOON, 10, FrameCodec.encode(frame))).isEqualTo(frame);
      frame
          .points()
          .forEach((id, point) ->
              assertThat(FrameCodec.decode(id.kind(), FrameCodec.encode(point))).isEqualTo(point));
    }
  }

  /** As a version might write that has one more kind, one more field and more buckets. */
  private static byte[] newer() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeByte(1);
      out.writeInt(2);
      out.writeUTF("WEATHER");
      out.writeUTF("rain");
      write(out, 12);
      out.writeUTF("STATEMENT");
      out.writeUTF("ab12");
      write(out, 6);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, int fields) throws IOException {
    out.writeByte(fields);
    for (int i = 1; i <= fields; i++) {
      out.writeDouble(i);
    }
    out.writeByte(2);
    out.writeByte(3);
    out.writeLong(7);
    out.writeByte(200);
    out.writeLong(5);
  }

  @Test
  void what_a_newer_version_knows_more_is_skipped() throws IOException {
    long[] counts = new long[Durations.BUCKETS];
    counts[3] = 7;
    var known = new Point(SeriesKind.STATEMENT, new double[] {1, 2, 3, 4}, Durations.of(counts));
    assertThat(FrameCodec.decode(NOON, 10, newer()))
        .isEqualTo(new Frame(NOON, 10, Map.of(new SeriesId(SeriesKind.STATEMENT, "ab12"), known)));
  }

  @Test
  void fields_that_an_older_version_did_not_write_were_not_measured() {
    var old = new Point(SeriesKind.QUEUE, new double[] {4}, Durations.NONE);
    Point read = FrameCodec.decode(SeriesKind.QUEUE, FrameCodec.encode(old));
    assertThat(read.value("started")).isEqualTo(4);
    assertThat(read.plus(old)).isEqualTo(old.plus(read));
    assertThat(read.value("length")).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void garbage_is_no_frame(long seed) {
    var random = new Random(seed);
    byte[] good = FrameCodec.encode(Samples.series(random, 60).build(NOON, 10));
    for (int i = 0; i < 500; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
      // Null or something that was read, but never an exception.
      FrameCodec.decode(NOON, 10, bad);
      FrameCodec.decode(NOON, 10, Arrays.copyOf(good, random.nextInt(good.length)));
      FrameCodec.decode(SeriesKind.ROUTE, bad);
    }
    assertThat(FrameCodec.decode(NOON, 10, new byte[0])).isNull();
    assertThat(
            FrameCodec.decode(
                NOON, 10, "not a frame".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isNull();
    assertThat(FrameCodec.decode(NOON, 10, Arrays.copyOf(good, good.length / 2))).isNull();
    assertThat(FrameCodec.decode(SeriesKind.ROUTE, new byte[] {9, 1, 2}))
        .isEqualTo(Point.none(SeriesKind.ROUTE));
  }
}
