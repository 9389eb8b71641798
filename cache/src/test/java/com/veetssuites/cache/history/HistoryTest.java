package com.veetssuites.cache.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.RegionStatistics;
import com.veetssuites.cache.TieredCaches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants: 1 (nothing begun before an invalidation is served after its acknowledgement), 2
 * (nobody joins an older flight), 3 (removed is never served by fail-safe), 4 (nothing resurrects
 * when the log forgets), 7 (all nodes are right again after a fault), each by {@link History}.
 *
 * <p>{@code -Dveets.seed} replays the operations of a run, {@code -Dveets.steps} sets their number.
 */
class HistoryTest {

  @TempDir private Path folder;

  @Test
  void one_node_without_a_shared_log_is_never_stale() throws Exception {
    Search search = Search.ofProperties();
    try (Cells cells = new Cells(folder.resolve("cells"), Node.CELLS, 1)) {
      Node node = new Node(0, TieredCaches.builder().maxStaleness(History.BOUND).build(), cells);
      search.one(node, cells);
      assertThat(sum(List.of(node), RegionStatistics::localHits)).isPositive();
      assertThat(sum(List.of(node), RegionStatistics::joins)).isPositive();
      assertThat(sum(List.of(node), RegionStatistics::staleServed)).isPositive();
      assertThat(sum(List.of(node), RegionStatistics::staleRejections)).isPositive();
    }
  }

  @Test
  void four_nodes_on_a_log_that_fails_in_every_way_are_never_stale() throws Exception {
    Search search = Search.ofProperties();
    try (Cells cells = new Cells(folder.resolve("cells"), Node.CELLS, 4)) {
      List<Node> nodes = new ArrayList<>();
      search.four(cells, nodes);
      assertThat(sum(nodes, RegionStatistics::localHits)).isPositive();
      assertThat(sum(nodes, RegionStatistics::remoteHits)).isPositive();
      assertThat(sum(nodes, RegionStatistics::joins)).isPositive();
      assertThat(sum(nodes, RegionStatistics::staleServed)).isPositive();
      assertThat(sum(nodes, RegionStatistics::staleRejections)).isPositive();
      assertThat(sum(nodes, RegionStatistics::unproven)).isPositive();
    }
  }

  private static long sum(List<Node> nodes, ToLongFunction<RegionStatistics> what) {
    return nodes.stream()
        .flatMap(node -> node.caches.regions().stream())
        .mapToLong(region -> what.applyAsLong(region.statistics()))
        .sum();
  }
}
