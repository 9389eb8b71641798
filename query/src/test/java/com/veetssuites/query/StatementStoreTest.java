package com.veetssuites.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whatever is evicted and whenever: the sum over all statements is what was counted. */
class StatementStoreTest {

  private final StatementStore store = new StatementStore(10, Clock.systemUTC());

  private void run(String sql, long millis) {
    store.executed(store.of(sql), millis * 1_000_000, 0, false);
  }

  @Test
  void the_same_statement_with_other_values_is_one() {
    run("select * from t where id = 1", 1);
    run("select * from t where id = 2", 3);
    assertThat(store.snapshot())
        .singleElement()
        .satisfies(statement -> {
          assertThat(statement.sql()).isEqualTo("select * from t where id = ?");
          assertThat(statement.calls()).isEqualTo(2);
          assertThat(statement.meanNanos()).isEqualTo(2_000_000);
          assertThat(statement.minNanos()).isEqualTo(1_000_000);
          assertThat(statement.maxNanos()).isEqualTo(3_000_000);
        });
  }

  @Test
  void what_has_cost_least_goes_on_among_the_others() {
    for (int i = 0; i < 25; i++) {
      run("select c" + i + " from t", i + 1);
    }
    List<StatementSnapshot> all = store.snapshot();
    assertThat(all).hasSize(11);
    assertThat(all).extracting(StatementSnapshot::sql).contains("select c24 from t");
    assertThat(all)
        .filteredOn(each -> each.sql().equals(StatementStore.OTHER))
        .singleElement()
        .satisfies(other -> assertThat(other.calls()).isEqualTo(15));
    assertThat(all.stream().mapToLong(StatementSnapshot::totalNanos).sum()).isEqualTo(325_000_000L);
  }

  @Test
  void percentiles_are_within_a_fifth_of_the_truth() {
    Random random = new Random(Long.getLong("veets.seed", 5));
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      long nanos = (long) Math.exp(7 + 14 * random.nextDouble());
      times.add(nanos);
      store.executed(store.of("select 1"), nanos, 0, false);
    }
    times.sort(null);
    StatementSnapshot snapshot = store.snapshot().getFirst();
    for (double share : new double[] {0.5, 0.95, 0.99}) {
      long truth = times.get((int) (share * times.size()) - 1);
      assertThat((double) snapshot.percentileNanos(share))
          .isBetween(truth * 0.99, Math.max(1_300, truth * 1.26));
    }
  }

  /** Threads run statements of which most are evicted again and again, and nothing is lost. */
  @Test
  void nothing_is_lost_between_threads_and_evictions() throws InterruptedException {
    AtomicLong calls = new AtomicLong();
    AtomicLong rows = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Random random = new Random(Long.getLong("veets.seed", 3) + t);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 50_000; i++) {
                  int which = (int) Math.abs(random.nextGaussian() * 12);
                  StatementStatistics statement = store.of("select c" + which + " from t");
                  store.executed(statement, random.nextInt(1_000_000), 0, false);
                  store.read(statement, which, 0);
                  calls.incrementAndGet();
                  rows.addAndGet(which);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<StatementSnapshot> all = store.snapshot();
    assertThat(all).hasSizeLessThanOrEqualTo(11);
    assertThat(all.stream().mapToLong(StatementSnapshot::calls).sum()).isEqualTo(calls.get());
    assertThat(all.stream().mapToLong(StatementSnapshot::rows).sum()).isEqualTo(rows.get());
    long counted =
        all.stream().mapToLong(each -> java.util.Arrays.stream(each.histogram()).sum()).sum();
    assertThat(counted).isEqualTo(calls.get());
  }

  @Test
  void a_store_that_keeps_nothing_apart_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StatementStore(0, Clock.systemUTC()))
        .withMessageContaining("At least 10");
  }
}
