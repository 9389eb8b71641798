package com.veetssuites.cache;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Invariants: 2 (a caller that arrives after an invalidation never joins an older load), 8 (one
 * load a key and node).
 */
class SingleFlightTest {

  private final TieredCaches caches = TieredCaches.builder().build();
  private final AtomicInteger loads = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    threads.shutdownNow();
    caches.close();
  }

  private static CacheSpec.Builder<Long, String> spec() {
    return CacheSpec.of("slow", String.class);
  }

  private <T> List<T> together(int callers, Callable<T> call) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      running.add(
          threads.submit(() -> {
            gate.await();
            return call.call();
          }));
    }
    gate.countDown();
    List<T> results = new ArrayList<>();
    for (Future<T> result : running) {
      results.add(result.get(30, SECONDS));
    }
    return results;
  }

  @Test
  void two_hundred_callers_on_a_cold_key_make_one_load() throws Exception {
    for (CacheSpec<Long, String> spec :
        List.of(
            spec().build(),
            spec().prefix(CacheKey.of("timed")).hardLoadTimeout(Duration.ofSeconds(9)).build())) {
      try (TieredCaches own = TieredCaches.builder().build()) {
        TieredCache<Long, String> region = own.region(spec);
        loads.set(0);

        List<String> values =
            together(
                200,
                () ->
                    region.getOrLoad(
                        7L,
                        id -> {
                          Thread.sleep(500);
                          return "load " + loads.incrementAndGet();
                        }));

        assertThat(values).hasSize(200).containsOnly("load 1");
        assertThat(region.statistics().loads()).isEqualTo(1);
      }
    }
  }

  @Test
  void who_comes_after_an_invalidation_does_not_join() throws Exception {
    TieredCache<Long, String> region = caches.region(spec().build());
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Future<String> first =
        threads.submit(() ->
            region.getOrLoad(
                7L,
                id -> {
                  begun.countDown();
                  finish.await();
                  return "old";
                }));
    begun.await();

    region.invalidate(7L);

    assertThat(region.getOrLoad(7L, id -> "new")).isEqualTo("new");
    finish.countDown();
    assertThat(first.get(9, SECONDS)).isEqualTo("old");
    assertThat(region.get(7L)).isIn("new", null);
    assertThat(region.getOrLoad(7L, id -> "new")).isEqualTo("new");
  }

  @Test
  void who_joined_before_the_invalidation_of_a_tag_that_was_read_later_gets_what_is_true()
      throws Exception {
    TieredCache<Long, String> region = caches.region(spec().build());
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    threads.submit(() ->
        region.getOrLoad(
            7L,
            id -> {
              begun.countDown();
              finish.await();
              Objects.requireNonNull(Load.current()).dependOn(new Tag("late"));
              return "old";
            }));
    begun.await();
    caches.invalidate(new Tag("late"));
    Future<String> second = threads.submit(() -> region.getOrLoad(7L, id -> "new"));
    finish.countDown();

    assertThat(second.get(9, SECONDS)).isEqualTo("new");
  }

  @Test
  void a_loader_may_ask_for_its_own_key() {
    TieredCache<Long, String> region = caches.region(spec().build());

    assertThat(region.getOrLoad(7L, id -> "outer of " + region.getOrLoad(7L, same -> "inner")))
        .isEqualTo("outer of inner");
  }

  @Test
  void two_keys_that_load_each_other_wait_for_the_join_timeout_and_not_longer() throws Exception {
    TieredCache<Long, String> region =
        caches.region(spec().joinTimeout(Duration.ofMillis(300)).build());
    CountDownLatch both = new CountDownLatch(2);
    long began = System.nanoTime();
    Future<String> one = threads.submit(() -> region.getOrLoad(1L, id -> mutual(region, 2L, both)));
    Future<String> two = threads.submit(() -> region.getOrLoad(2L, id -> mutual(region, 1L, both)));

    // Who gives up a moment later may find what the other has made until then.
    assertThat(one.get(9, SECONDS)).isIn("made of alone", "made of made of alone");
    assertThat(two.get(9, SECONDS)).isIn("made of alone", "made of made of alone");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(850));
  }

  private static String mutual(TieredCache<Long, String> region, long other, CountDownLatch both)
      throws InterruptedException {
    both.countDown();
    both.await();
    return "made of " + region.getOrLoad(other, id -> "alone");
  }

  @Test
  void a_failure_reaches_everybody_who_waits_and_the_next_caller_loads_anew() throws Exception {
    TieredCache<Long, String> region = caches.region(spec().build());
    List<String> answers =
        together(
            50,
            () -> {
              try {
                return region.getOrLoad(
                    7L,
                    id -> {
                      loads.incrementAndGet();
                      Thread.sleep(300);
                      throw new IllegalStateException("no database");
                    });
              } catch (IllegalStateException e) {
                return e.getMessage();
              }
            });

    assertThat(answers).containsOnly("no database");
    assertThat(loads).hasValue(1);
    assertThat(region.getOrLoad(7L, id -> "back")).isEqualTo("back");
  }

  @Test
  void a_load_that_takes_too_long_is_given_up_and_not_repeated_by_its_caller() {
    TieredCache<Long, String> region =
        caches.region(spec().hardLoadTimeout(Duration.ofMillis(100)).build());

    assertThatThrownBy(() ->
            region.getOrLoad(
                7L,
                id -> {
                  loads.incrementAndGet();
                  Thread.sleep(5_000);
                  return "late";
                }))
        .isInstanceOf(LoadFailed.class)
        .hasMessageContaining("100 ms");
    assertThat(loads).hasValue(1);
  }

  @Test
  void a_load_of_its_own_that_must_not_be_kept_serves_its_caller_though_others_invalidate() {
    TieredCache<Long, String> region =
        caches.region(spec().hardLoadTimeout(Duration.ofSeconds(9)).build());

    String value =
        region.getOrLoad(
            7L,
            id -> {
              Objects.requireNonNull(Load.current()).refuse("it comes from a replica that lags");
              caches.invalidate(new Tag("something else"));
              return "load " + loads.incrementAndGet();
            });

    assertThat(value).isEqualTo("load 1");
  }
}
