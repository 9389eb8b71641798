package com.veetssuites.monitor.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.monitor.benchmark.BenchmarkResult.Skipped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BenchmarkTest {

  private static Benchmark of(Duration limit, Step... steps) {
    return new Benchmark("a", List.of(() -> List.of(steps)), Clock.systemUTC(), limit);
  }

  private static BenchmarkResult run(int rounds, Step... steps) throws Exception {
    return Objects.requireNonNull(of(Duration.ofSeconds(30), steps).run(rounds));
  }

  @Test
  void percentiles_are_rounds_that_were() {
    Measurement of =
        Measurement.of("a", LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000).toArray());
    assertThat(of).isEqualTo(new Measurement("a", 100, 50, 95, 99));
    assertThat(Measurement.of("a", new long[] {3_000_000}))
        .isEqualTo(new Measurement("a", 1, 3, 3, 3));
  }

  @Test
  void every_round_counts_but_the_first_ones() throws Exception {
    var asked = new AtomicInteger();
    BenchmarkResult result =
        run(10, Step.of("a", () -> asked.incrementAndGet() <= 2 ? 1_000_000_000 : 1_000_000));
    assertThat(result.measurements()).containsExactly(new Measurement("a", 10, 1, 1, 1));
    assertThat(asked).hasValue(12);
  }

  @Test
  void what_cannot_be_done_is_skipped_with_its_reason_and_the_rest_is_done() throws Exception {
    BenchmarkResult result =
        run(
            3,
            new Step("no", () -> "There is none.", () -> 1),
            Step.of(
                "broken",
                () -> {
                  throw new IllegalStateException("it was cut.");
                }),
            Step.of("good", () -> 1));
    assertThat(result.skipped())
        .containsExactly(
            new Skipped("no", "There is none."), new Skipped("broken", "It failed: it was cut."));
    assertThat(result.measurements()).extracting(Measurement::name).containsExactly("good");
  }

  @Test
  void a_step_that_is_slow_leaves_the_others_their_time() throws Exception {
    Step slow =
        Step.of(
            "slow",
            () -> {
              Thread.sleep(40);
              return 40_000_000;
            });
    long began = System.nanoTime();
    BenchmarkResult result =
        Objects.requireNonNull(
            of(Duration.ofMillis(400), slow, Step.of("fast", () -> 1)).run(1_000));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(result.measurements().get(0).n()).isBetween(1, 6);
    assertThat(result.measurements().get(1).n()).isEqualTo(1_000);
  }

  @Test
  void one_runs_at_a_time() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    Benchmark benchmark =
        of(
            Duration.ofSeconds(30),
            Step.of(
                "held",
                () -> {
                  begun.countDown();
                  end.await();
                  return 1;
                }));
    Thread first =
        Thread.ofVirtual()
            .start(() -> {
              try {
                benchmark.run(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    begun.await();
    assertThat(benchmark.run(1)).isNull();
    end.countDown();
    first.join();
    assertThat(benchmark.run(1)).isNotNull();
  }

  @Test
  void rounds_have_bounds() {
    assertThatThrownBy(() -> run(0, Step.of("a", () -> 1)))
        .hasMessage("A benchmark has 1 to 10000 rounds, not 0.");
    assertThatThrownBy(() -> run(10_001, Step.of("a", () -> 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_cache_in_memory_has_no_second_level_to_time() throws Exception {
    try (TieredCaches caches = TieredCaches.builder().build()) {
      var benchmark = new Benchmark("a", List.of(new CacheSteps(caches)), Clock.systemUTC());
      for (int i = 0; i < 2; i++) {
        BenchmarkResult result = Objects.requireNonNull(benchmark.run(50));
        assertThat(result.measurements())
            .extracting(Measurement::name)
            .containsExactly("cache l1 write", "cache l1 read", "cache l1 delete");
        assertThat(result.measurements()).allMatch(each -> each.n() == 50 && each.p50Ms() > 0);
        assertThat(result.skipped())
            .extracting(Skipped::reason)
            .containsOnly("The cache has no second level that keeps values.");
      }
    }
  }
}
