package com.veetssuites.task;

import static com.veetssuites.task.TestTasks.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.task.TaskControl.Cancelled;
import com.veetssuites.testing.PostgresExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A random history: tasks of every behaviour are enqueued, cancelled, retried, paused and purged
 * while three workers run them, of which one stops and another begins now and then.
 *
 * <p>The invariants: no task runs twice at once; what was removed never starts afterwards; what has
 * succeeded did so once, and never runs again; what only fails is dead, with every try kept; what
 * is gone was purged; in the end nothing is left. {@code -Dveets.seed} replays the decisions of a
 * run, {@code -Dveets.steps} sets their number.
 */
@ExtendWith(PostgresExtension.class)
@Timeout(300)
class TaskHistoryTest {

  enum Behaviour {
    SUCCEEDS,
    FAILS_ONCE,
    ALWAYS_FAILS,
    IS_PERMANENT,
    SNOOZES,
    CANCELS_ITSELF,
    IS_SLOW
  }

  record Act(Behaviour behaviour, int number) {}

  private static final int STEPS = 40 * Integer.getInteger("veets.steps", 60);
  private static final long SEED =
      Long.getLong("veets.seed", ThreadLocalRandom.current().nextLong(1 << 30));
  private static final int WORKERS = 3;

  /** What is known of one task. */
  private static final class Known {
    final TaskId id;
    final Behaviour behaviour;
    volatile boolean removed;
    volatile boolean interrupted;

    Known(TaskId id, Behaviour behaviour) {
      this.id = id;
      this.behaviour = behaviour;
    }
  }

  private final Map<Integer, Known> known = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicInteger> tries = new ConcurrentHashMap<>();
  private final Set<Integer> running = ConcurrentHashMap.newKeySet();
  private final Map<Integer, AtomicInteger> successes = new ConcurrentHashMap<>();
  private final Set<Integer> removed = ConcurrentHashMap.newKeySet();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  private @Nullable Object act(Object payload, TaskContext context) throws InterruptedException {
    Act act = (Act) payload;
    int number = act.number();
    if (!running.add(number)) {
      violations.add(act + " runs twice at once");
    }
    if (removed.contains(number)) {
      violations.add(act + " runs after it was removed");
    }
    if (count(successes, number).get() > 0) {
      violations.add(act + " runs after it has succeeded");
    }
    try {
      int attempt = count(tries, number).incrementAndGet();
      return switch (act.behaviour()) {
        case SUCCEEDS -> succeeded(number);
        case FAILS_ONCE -> {
          if (attempt == 1) {
            throw new IllegalStateException("Once");
          }
          yield succeeded(number);
        }
        case ALWAYS_FAILS -> throw new IllegalStateException("Always");
        case IS_PERMANENT -> throw new PermanentFailure("For good");
        case SNOOZES ->
            attempt < 4 ? Outcome.snooze(Duration.ofMillis(attempt)) : succeeded(number);
        case CANCELS_ITSELF -> Outcome.cancel("By itself");
        case IS_SLOW -> {
          Thread.sleep(30);
          yield succeeded(number);
        }
      };
    } finally {
      running.remove(number);
    }
  }

  private int succeeded(int number) {
    count(successes, number).incrementAndGet();
    return number;
  }

  private static AtomicInteger count(Map<Integer, AtomicInteger> counts, int number) {
    return counts.computeIfAbsent(number, each -> new AtomicInteger());
  }

  @Test
  void whatever_is_decided_while_workers_run_every_task_comes_to_the_end_that_is_due(
      DataSource database) throws Exception {
    System.out.printf("TaskHistoryTest: -Dveets.seed=%d -Dveets.steps=%d%n", SEED, STEPS / 40);
    var random = new Random(SEED);
    try (var test = new TestTasks(database, type(Act.class, 2, Duration.ofMinutes(1), this::act))) {
      List<TaskWorker> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(test.work(3));
      }
      int purged = 0;
      for (int step = 0; step < STEPS; step++) {
        purged += step(test, random, workers);
        if (step % 16 == 0) {
          LockSupport.parkNanos(random.nextInt(4_000_000));
        }
      }
      test.control.resume("default");
      TestTasks.await(
          "nothing to be left",
          Duration.ofSeconds(60),
          () -> test.count("SELECT count(*) FROM tasks") == 0);
      assertThat(violations).as("seed %d", SEED).isEmpty();
      check(test, purged);
    }
  }

  private int step(TestTasks test, Random random, List<TaskWorker> workers) {
    int what = random.nextInt(1_000);
    if (what < 600) {
      enqueue(test, random);
    } else if (what < 850) {
      cancel(test, random);
    } else if (what < 950) {
      Known one = any(random);
      if (one != null && random.nextInt(10) > 0) {
        var _ = test.control.retry(one.id);
      } else if (one != null) {
        test.control.retryAll("default", random.nextBoolean() ? "act" : null);
      }
    } else if (what < 965) {
      test.control.pause("default");
    } else if (what < 993) {
      test.control.resume("default");
    } else if (what < 997) {
      return test.control.purge("default");
    } else {
      workers.remove(random.nextInt(WORKERS)).close();
      workers.add(test.work(3));
    }
    return 0;
  }

  private void enqueue(TestTasks test, Random random) {
    int number = known.size();
    Behaviour behaviour = Behaviour.values()[random.nextInt(Behaviour.values().length)];
    TaskId id =
        test.tasks.enqueue(
            new Act(behaviour, number),
            options -> {
              options.priority(Priority.values()[random.nextInt(3)]);
              if (random.nextInt(4) == 0) {
                options.delay(Duration.ofMillis(random.nextInt(50)));
              }
            });
    known.put(number, new Known(id, behaviour));
  }

  /** One of the last ones, most of the time. */
  private @Nullable Known any(Random random) {
    if (known.isEmpty()) {
      return null;
    }
    int back = random.nextInt(random.nextInt(5) == 0 ? known.size() : Math.min(30, known.size()));
    return known.get(known.size() - 1 - back);
  }

  private void cancel(TestTasks test, Random random) {
    Known one = any(random);
    if (one == null) {
      return;
    }
    Cancelled cancelled = test.control.cancel(one.id);
    if (cancelled == Cancelled.REMOVED) {
      one.removed = true;
      known.forEach((number, each) -> {
        if (each == one) {
          removed.add(number);
        }
      });
    } else if (cancelled == Cancelled.INTERRUPTED) {
      one.interrupted = true;
    }
  }

  private void check(TestTasks test, int purged) {
    int gone = 0;
    for (Map.Entry<Integer, Known> entry : known.entrySet()) {
      Known task = entry.getValue();
      String what = "seed %d, %s %d".formatted(SEED, task.behaviour, entry.getKey());
      TaskStatus status = test.control.find(task.id).orElse(null);
      int succeeded = count(successes, entry.getKey()).get();
      if (status == null) {
        assertThat(task.removed).as(what).isFalse();
        assertThat(succeeded).as(what).isZero();
        gone++;
        continue;
      }
      switch (status.state()) {
        case SUCCEEDED -> assertThat(succeeded).as(what).isEqualTo(1);
        case DEAD -> {
          assertThat(task.behaviour).as(what).isIn(Behaviour.ALWAYS_FAILS, Behaviour.IS_PERMANENT);
          int tried = task.behaviour == Behaviour.ALWAYS_FAILS ? 3 : 1;
          assertThat(status.attempt()).as(what).isEqualTo(tried);
          assertThat(status.failures()).as(what).isNotNull();
        }
        case CANCELLED ->
            assertThat(
                    task.removed || task.interrupted || task.behaviour == Behaviour.CANCELS_ITSELF)
                .as(what)
                .isTrue();
        default -> throw new AssertionError(what + " is " + status.state());
      }
      if (task.removed) {
        assertThat(status.state()).as(what).isEqualTo(TaskState.CANCELLED);
      }
    }
    assertThat(gone).as("seed %d: what is gone was purged", SEED).isEqualTo(purged);
    System.out.printf(
        "TaskHistoryTest: %d tasks, %d purged, %d removed%n", known.size(), purged, removed.size());
  }
}
