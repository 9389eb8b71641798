package com.veetssuites.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A percentile is never below the exact one, and at most a quarter above. */
class DurationsTest {

  private static final double[] SHARES = {0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1};

  @Test
  void buckets_join_without_a_gap() {
    for (int bucket = 1; bucket < Durations.BUCKETS; bucket++) {
      long end = Durations.end(bucket - 1);
      assertThat(Durations.bucket(end)).isEqualTo(bucket);
      assertThat(Durations.bucket(end - 1)).isEqualTo(bucket - 1);
      assertThat(Durations.end(bucket)).isGreaterThan(end);
      if (end >= 1_000) {
        assertThat((double) Durations.end(bucket) / end).isLessThanOrEqualTo(1.25);
      }
    }
  }

  @Test
  void the_shortest_and_the_longest_have_a_bucket() {
    assertThat(Durations.bucket(Long.MIN_VALUE)).isZero();
    assertThat(Durations.bucket(0)).isZero();
    assertThat(Durations.bucket(Long.MAX_VALUE)).isEqualTo(Durations.BUCKETS - 1);
    assertThat(Durations.end(Durations.BUCKETS - 1)).isGreaterThan(30 * 60 * 1_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void percentiles_are_at_most_a_quarter_too_long(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      long[] exact = new long[1 + random.nextInt(500)];
      var recorder = new Recorder();
      for (int i = 0; i < exact.length; i++) {
        exact[i] = (long) Math.exp(Math.log(1e3) + random.nextDouble() * Math.log(1e9));
        recorder.record(exact[i]);
      }
      Arrays.sort(exact);
      Durations durations = recorder.drain().durations();
      assertThat(durations.count()).isEqualTo(exact.length);
      for (double share : SHARES) {
        long wanted = exact[Math.max(1, (int) Math.ceil(share * exact.length)) - 1];
        assertThat((double) durations.percentile(share))
            .as("%s of seed %s", share, seed)
            .isBetween((double) wanted, wanted * 1.25 + 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void together_they_are_as_if_recorded_by_one(long seed) {
    var random = new Random(seed);
    var all = new Recorder();
    Durations together = Durations.NONE;
    for (int part = 0; part < 20; part++) {
      var one = new Recorder();
      for (int i = random.nextInt(50); i > 0; i--) {
        long nanos = random.nextLong(10_000_000_000L);
        one.record(nanos);
        all.record(nanos);
      }
      together = together.plus(one.drain().durations());
    }
    Durations expected = all.drain().durations();
    assertThat(together).isEqualTo(expected).hasSameHashCodeAs(expected);
  }

  @Test
  void of_nothing_there_is_nothing() {
    assertThat(Durations.NONE.percentile(0.99)).isZero();
    assertThat(Durations.of(new long[Durations.BUCKETS])).isSameAs(Durations.NONE);
    assertThat(new Recorder().drain().durations().count()).isZero();
  }

  @Test
  void what_is_drained_is_drained_once() {
    var recorder = new Recorder();
    recorder.record(5_000);
    recorder.record(7_000);
    Recorder.Drained first = recorder.drain();
    assertThat(first.count()).isEqualTo(2);
    assertThat(first.nanos()).isEqualTo(12_000);
    assertThat(first.longest()).isEqualTo(7_000);
    assertThat(recorder.changed()).isFalse();
    recorder.record(1_000);
    Recorder.Drained second = recorder.drain();
    assertThat(second.count()).isEqualTo(1);
    assertThat(second.longest()).isEqualTo(1_000);
    assertThat(second.durations().count()).isEqualTo(1);
    assertThat(recorder.count()).isEqualTo(3);
  }
}
