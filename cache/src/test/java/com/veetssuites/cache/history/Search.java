package com.veetssuites.cache.history;

import com.veetssuites.cache.TieredCaches;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A search with its seed: which histories are run, and what goes wrong around them.
 *
 * @param seed of the operations; interleavings are the machine's
 * @param steps how many operations
 */
record Search(long seed, int steps) {

  private static final int THREADS = 8;

  /** As the system properties {@code veets.seed} and {@code veets.steps} say. */
  static Search ofProperties() {
    return new Search(
        Long.getLong("veets.seed", ThreadLocalRandom.current().nextLong(1 << 30)),
        Integer.getInteger("veets.operations", 100_000));
  }

  /** A node alone. */
  void one(Node node, Cells cells) throws InterruptedException {
    try (node) {
      History history = new History(List.of(node), cells, seed, steps, false, 0, 1);
      history.run(THREADS);
      history.converge();
    } catch (Violation e) {
      throw replayable("one_node_without_a_shared_log_is_never_stale", e);
    }
  }

  /** Four nodes on a log and a second level that fail. The nodes are added to the list. */
  void four(Cells cells, List<Node> nodes) throws InterruptedException {
    SharedLog log = new SharedLog();
    SharedStore store = new SharedStore();
    List<SharedLog.Connection> connections = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      SharedLog.Connection connection = log.connect();
      connections.add(connection);
      nodes.add(
          new Node(
              i,
              TieredCaches.builder()
                  .log(connection)
                  .store(store)
                  .maxStaleness(History.BOUND)
                  .build(),
              cells));
    }
    Thread chaos = Thread.ofPlatform().start(() -> disturb(log, store, connections));
    try {
      History history = new History(nodes, cells, seed, steps, true, 0, 1);
      history.run(THREADS);
      chaos.interrupt();
      chaos.join();
      Thread.sleep(History.BOUND.multipliedBy(2));
      history.converge();
    } catch (Violation e) {
      throw replayable("four_nodes_on_a_log_that_fails_in_every_way_are_never_stale", e);
    } finally {
      chaos.interrupt();
      nodes.forEach(Node::close);
      store.end();
    }
  }

  private void disturb(SharedLog log, SharedStore store, List<SharedLog.Connection> connections) {
    SplittableRandom random = new SplittableRandom(seed);
    try {
      while (true) {
        Thread.sleep(random.nextInt(60));
        SharedLog.Connection connection = connections.get(random.nextInt(connections.size()));
        switch (random.nextInt(10)) {
          case 0 -> connection.cut = true;
          case 1 -> connection.deaf = true;
          case 2 -> connection.deafToNews = true;
          case 3 -> log.restart();
          case 4 -> log.trim();
          case 5 -> store.clear();
          case 6 -> store.cut = true;
          case 7 -> connection.mostDelayMicros = random.nextInt(3000);
          default -> {}
        }
        Thread.sleep(random.nextInt(3) == 0 ? 350 + random.nextInt(300) : random.nextInt(100));
        heal(store, connections);
      }
    } catch (InterruptedException e) {
      heal(store, connections);
    }
  }

  private static void heal(SharedStore store, List<SharedLog.Connection> connections) {
    store.cut = false;
    for (SharedLog.Connection connection : connections) {
      connection.cut = false;
      connection.deaf = false;
      connection.deafToNews = false;
      connection.mostDelayMicros = 0;
    }
  }

  private AssertionError replayable(String test, Violation violation) {
    return new AssertionError(
        violation.getMessage()
            + "%nReplay its operations with: ./mvnw -pl cache -am test -Dtest=HistoryTest#%s -Dsurefire.failIfNoSpecifiedTests=false -Dveets.seed=%d -Dveets.operations=%d"
                .formatted(test, seed, steps),
        violation);
  }
}
