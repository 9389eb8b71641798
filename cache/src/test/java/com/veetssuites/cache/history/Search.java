package com.veetssuites.cache.history;

import com.veetssuites.cache.TieredCaches;
import java.nio.file.Path;
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

  /** The exit status of {@link #main} for a violation. */
  static final int FOUND = 3;

  private static final int THREADS = 8;

  /** As the system properties {@code veets.seed} and {@code veets.steps} say. */
  static Search ofProperties() {
    return new Search(
        Long.getLong("veets.seed", ThreadLocalRandom.current().nextLong(1 << 30)),
        Integer.getInteger("veets.operations", 100_000));
  }

  /**
   * Runs one search in a process of its own.
   *
   * @param arguments {@code one}, {@code four} or {@code redis}, the file of the cells, the seed,
   *     the steps; the exit status is {@link #FOUND} when a violation was found
   */
  static void main(String... arguments) throws Exception {
    Search search = new Search(Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
    Path file = Path.of(arguments[1]);
    try {
      if (arguments[0].equals("one")) {
        try (Cells cells = new Cells(file, Node.CELLS, 1)) {
          TieredCaches caches = TieredCaches.builder().maxStaleness(History.BOUND).build();
          search.one(new Node(0, caches, cells), cells);
        }
      } else if (arguments[0].equals("redis")) {
        try (RedisSearch redis = new RedisSearch(search, file)) {
          redis.run();
        }
      } else {
        try (Cells cells = new Cells(file, Node.CELLS, 4)) {
          search.four(cells, new ArrayList<>());
        }
      }
    } catch (AssertionError e) {
      System.out.println(e.getMessage());
      System.exit(FOUND);
    }
    System.exit(0);
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
    History history = new History(nodes, cells, seed, steps, true, 0, 1);
    Thread chaos =
        Thread.ofPlatform().start(() -> disturb(history, nodes, log, store, connections));
    try {
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

  private void disturb(
      History history,
      List<Node> nodes,
      SharedLog log,
      SharedStore store,
      List<SharedLog.Connection> connections) {
    SplittableRandom random = new SplittableRandom(seed);
    try {
      for (int round = 0; true; round++) {
        Thread.sleep(random.nextInt(60));
        int victim = random.nextInt(connections.size());
        SharedLog.Connection connection = connections.get(victim);
        nodes.get(victim).listening = round == 0 || random.nextBoolean();
        switch (round == 0 ? 0 : random.nextInt(10)) {
          case 0 -> connection.cut = true;
          case 1 -> connection.deaf = true;
          case 2 -> connection.deafToNews = true;
          case 3 -> log.restart();
          case 4 -> log.trim();
          case 5 -> store.clear();
          case 6 -> store.cut = true;
          case 7 -> connection.mute = true;
          case 8 -> connection.mostDelayMicros = random.nextInt(3000);
          default -> {}
        }
        if (round > 0 && random.nextInt(3) == 0) {
          Thread.sleep(random.nextInt(100));
        } else {
          Thread.sleep(random.nextInt(30));
          history.calm = true;
          Thread.sleep(History.BOUND.toMillis() + random.nextInt(200));
        }
        heal(store, connections);
        if (history.calm && random.nextBoolean()) {
          Thread.sleep(2 * History.BOUND.toMillis());
          history.converge();
        }
        history.calm = false;
        nodes.get(victim).listening = false;
      }
    } catch (InterruptedException e) {
      heal(store, connections);
    } catch (Violation e) {
      history.fail(e);
    }
  }

  private static void heal(SharedStore store, List<SharedLog.Connection> connections) {
    store.cut = false;
    for (SharedLog.Connection connection : connections) {
      connection.cut = false;
      connection.deaf = false;
      connection.mute = false;
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
