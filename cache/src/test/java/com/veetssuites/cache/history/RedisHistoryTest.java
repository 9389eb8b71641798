package com.veetssuites.cache.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.RegionStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants: 1 to 4 as in {@link HistoryTest}, 5 (clocks that are an hour off change only how long
 * values live) and 7 (nothing hangs, and all nodes are right again after a fault), on a real Redis
 * and over several processes.
 *
 * <p>{@code -Dveets.seed} replays the operations and faults of a run, {@code -Dveets.operations}
 * sets how many operations there are.
 */
class RedisHistoryTest {

  private static final int SLICE = 60_000;

  /** Far above what any time-out allows, for machines that are busy. */
  private static final Duration HANGS = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void six_nodes_of_three_processes_on_a_redis_that_fails_in_every_way_are_never_stale()
      throws Exception {
    Search search =
        new Search(
            Long.getLong("veets.seed", ThreadLocalRandom.current().nextLong(1 << 30)),
            Integer.getInteger("veets.operations", SLICE));
    long began = System.nanoTime();
    try (RedisSearch redis = new RedisSearch(search, folder.resolve("cells"))) {
      redis.run();
      System.out.printf(
          "%d operations over Redis with seed %d took %d s; the longest took %d ms; faults: %s%n",
          search.steps(),
          search.seed(),
          (System.nanoTime() - began) / 1_000_000_000,
          redis.longest().toMillis(),
          redis.faults);
      assertThat(sum(redis.nodes(), RegionStatistics::localHits)).isPositive();
      assertThat(sum(redis.nodes(), RegionStatistics::remoteHits)).isPositive();
      assertThat(sum(redis.nodes(), RegionStatistics::staleRejections)).isPositive();
      assertThat(redis.longest()).isLessThan(HANGS);
    }
  }

  private static long sum(List<Node> nodes, ToLongFunction<RegionStatistics> what) {
    return nodes.stream()
        .flatMap(node -> node.caches.regions().stream())
        .mapToLong(region -> what.applyAsLong(region.statistics()))
        .sum();
  }
}
