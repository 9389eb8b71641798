package com.veetssuites.cache.history;

import com.veetssuites.testing.FaultyProxy;
import com.veetssuites.testing.FaultyProxy.Direction;
import com.veetssuites.testing.RedisServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A history over six nodes and a real Redis: four nodes in this process, two in processes of their
 * own, each with a way of its own to Redis, and what goes wrong with the ways, the server, its keys
 * and the processes. One clock is an hour ahead, one an hour behind.
 */
final class RedisSearch implements AutoCloseable {

  private static final int HERE = 4;
  private static final int CHILDREN = 2;
  private static final int NODES = HERE + CHILDREN;
  private static final int PARTS = 1 + CHILDREN;
  private static final int THREADS = 8;

  /** Within which all nodes are whole again once nothing is broken any more. */
  private static final Duration HEALED = Duration.ofSeconds(10);

  /** What goes wrong, one at a time. */
  enum Fault {
    CUT,
    CUT_TO_SERVER,
    CUT_TO_CLIENT,
    DELAY,
    RESET,
    STOP_REDIS,
    FLUSH,
    DELETE_STATE,
    DELETE_OLDER,
    DELETE_STREAM,
    DELETE_VALUES,
    TRIM,
    RESTART,
    STOP_PROCESS
  }

  private final Search search;
  private final String namespace = "search";
  private final RedisServer server = RedisServer.start();
  private final Cells cells;
  private final List<FaultyProxy> ways = new ArrayList<>();
  private final List<RedisNode> nodes = new ArrayList<>();
  private final List<Child> children = new ArrayList<>();
  private final History history;
  final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private volatile boolean over;

  /** Opens the nodes; {@code file} holds the truth. */
  RedisSearch(Search search, Path file) {
    this.search = search;
    cells = new Cells(file, Node.CELLS, NODES);
    for (int i = 0; i < NODES; i++) {
      ways.add(FaultyProxy.to(server.port()));
    }
    // The processes have fewer threads, and start later.
    Search part = new Search(search.seed(), search.steps() / 8);
    for (int i = HERE; i < NODES; i++) {
      children.add(Child.start(file, NODES, i, url(i), namespace, part, PARTS));
    }
    for (int i = 0; i < HERE; i++) {
      Duration off = Duration.ofHours(i == 1 ? 1 : i == 2 ? -1 : 0);
      nodes.add(new RedisNode(i, url(i), namespace, off, cells));
    }
    List<Node> here = nodes();
    int steps = search.steps() - CHILDREN * part.steps();
    history = new History(here, cells, search.seed(), steps, true, 0, PARTS);
  }

  private String url(int i) {
    return "redis://127.0.0.1:" + ways.get(i).port();
  }

  List<Node> nodes() {
    return nodes.stream().map(each -> each.node).toList();
  }

  Duration longest() {
    return history.longest();
  }

  /** Goes through the history; a violation is told with what replays its operations. */
  void run() throws InterruptedException {
    Thread chaos = Thread.ofPlatform().name("chaos").start(this::disturb);
    try {
      history.run(THREADS);
      while (children.stream().anyMatch(child -> !child.done())) {
        children.forEach(Child::check);
        Thread.sleep(10);
      }
      over = true;
      chaos.join();
      calm();
      converge();
    } catch (Violation e) {
      throw new AssertionError(
          e.getMessage()
              + "%nReplay its operations and faults with: ./mvnw -pl cache -am test -Dtest=RedisHistoryTest -Dsurefire.failIfNoSpecifiedTests=false -Dveets.seed=%d -Dveets.operations=%d"
                  .formatted(search.seed(), search.steps()),
          e);
    } finally {
      over = true;
      chaos.join();
    }
  }

  private void disturb() {
    SplittableRandom random = new SplittableRandom(search.seed());
    List<Fault> all = new ArrayList<>(List.of(Fault.values()));
    // Only its first moments afterwards are worth anything.
    all.addAll(Collections.nCopies(3, Fault.STOP_PROCESS));
    try {
      for (int round = 0; !over; round++) {
        // Each kind once, in an order of the seed's, before any comes again.
        if (round % all.size() == 0) {
          Collections.shuffle(all, random);
        }
        round(all.get(round % all.size()), random);
      }
    } catch (Violation e) {
      history.fail(e);
    } catch (InterruptedException | RuntimeException e) {
      history.fail(new IllegalStateException("The faults broke off.", e));
    }
  }

  private void round(Fault fault, SplittableRandom random) throws InterruptedException {
    Thread.sleep(random.nextInt(80));
    int victim = random.nextInt(NODES);
    boolean listens = random.nextBoolean();
    listening(victim, listens);
    faults.merge(fault, 1, Integer::sum);
    apply(fault, victim, random);
    Thread.sleep(random.nextInt(80));
    boolean calm = random.nextInt(3) > 0;
    if (calm) {
      calm();
      Thread.sleep(History.BOUND.toMillis() + random.nextInt(200));
    }
    heal(fault, victim);
    children.forEach(Child::check);
    if (calm && random.nextBoolean()) {
      converge();
    }
    listening(victim, false);
    history.calm = false;
    say("busy");
  }

  private void apply(Fault fault, int victim, SplittableRandom random) throws InterruptedException {
    FaultyProxy way = ways.get(victim);
    String slot = "{" + namespace + "}:";
    switch (fault) {
      case CUT -> way.cut();
      case CUT_TO_SERVER -> way.cut(Direction.TO_SERVER);
      case CUT_TO_CLIENT -> way.cut(Direction.TO_CLIENT);
      case DELAY -> way.delay(Duration.ofMillis(1 + random.nextInt(150)));
      case RESET -> way.reset();
      case STOP_REDIS -> {
        server.pause();
        Thread.sleep(random.nextInt(2 * (int) History.BOUND.toMillis()));
        server.resume();
      }
      case FLUSH -> server.command("FLUSHALL");
      case DELETE_STATE -> server.command("DEL", slot + "m");
      case DELETE_OLDER -> server.command("DEL", slot + "m:old");
      case DELETE_STREAM -> server.command("DEL", slot + "log");
      case DELETE_VALUES -> deleteSome();
      case TRIM -> server.command("XTRIM", slot + "log", "MAXLEN", "0");
      case RESTART -> {
        server.kill();
        server.startAgain();
      }
      case STOP_PROCESS -> {
        // It is to have much in memory that others change while it stands still.
        calm();
        Thread.sleep(100);
        Child child = children.get(random.nextInt(CHILDREN));
        child.signal("STOP");
        history.calm = false;
        Thread.sleep(2 * History.BOUND.toMillis() + random.nextInt(100));
        // What it does in its first milliseconds is what is looked for.
        child.signal("CONT");
      }
    }
  }

  private void deleteSome() {
    for (int i = 0; i < 20; i++) {
      String[] lines = server.command("RANDOMKEY").split("\r\n", -1);
      if (lines.length > 1) {
        server.command("DEL", lines[1]);
      }
    }
  }

  private void heal(Fault fault, int victim) {
    try {
      ways.get(victim).heal();
      if (fault == Fault.CUT_TO_SERVER || fault == Fault.CUT_TO_CLIENT) {
        // As a connection ends that was silent for too long.
        if (ThreadLocalRandom.current().nextBoolean()) {
          ways.get(victim).reset();
        }
      }
    } catch (UncheckedIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void listening(int victim, boolean listens) throws InterruptedException {
    if (victim < HERE) {
      nodes.get(victim).node.listening = listens;
    } else {
      say(children.get(victim - HERE), listens ? "listen" : "talk");
    }
  }

  private void calm() throws InterruptedException {
    history.calm = true;
    say("calm");
  }

  /** All nodes are right once what is under way has arrived. */
  private void converge() throws InterruptedException {
    settle(history, HEALED);
    say("settle");
    Thread.sleep(History.BOUND);
    history.converge();
    say("converge");
  }

  /** Waits until nothing is on its way any more. */
  static void settle(History history, Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    while (!history.settled() && history.failure() == null) {
      if (System.nanoTime() > until) {
        throw new Violation(
            "The nodes are not whole again %d s after the last fault."
                .formatted(atMost.toSeconds()));
      }
      Thread.sleep(2);
    }
  }

  private void say(String word) throws InterruptedException {
    for (Child child : children) {
      say(child, word);
    }
  }

  private static void say(Child child, String word) throws InterruptedException {
    String answer = child.ask(word);
    child.check();
    if (answer == null) {
      throw new Violation("A node's process does not answer to '%s'.".formatted(word));
    }
  }

  @Override
  public void close() {
    children.forEach(Child::close);
    nodes.forEach(RedisNode::close);
    ways.forEach(FaultyProxy::close);
    server.close();
    cells.close();
  }
}
