package com.veetssuites.task;

import java.time.Duration;
import java.util.Map;

/**
 * How a process runs tasks.
 *
 * @param name for people; the same for no two processes
 * @param queues how many tasks at once, by queue
 * @param poll how often a worker looks by itself for what nobody has called
 * @param heartbeat how often it says that it lives; after four missed ones it is taken for dead
 * @param shutdownTimeout how long running tasks may go on when the worker stops
 * @param keepDead how long dead tasks are kept
 */
public record WorkerSettings(
    String name,
    Map<String, Integer> queues,
    Duration poll,
    Duration heartbeat,
    Duration shutdownTimeout,
    Duration keepDead) {

  private static final int MOST = 1_000;
  private static final int MISSED = 4;

  public WorkerSettings {
    queues.forEach((queue, concurrency) -> {
      if (concurrency < 1 || concurrency > MOST) {
        throw new InvalidTasks(
            "The concurrency of the queue %s is %d; it must be from 1 to %d."
                .formatted(queue, concurrency, MOST));
      }
    });
    queues = Map.copyOf(queues);
    if (poll.toMillis() < 10 || heartbeat.toMillis() < 100) {
      throw new InvalidTasks(
          "A worker looks at most every 10 ms (poll is %s) and says that it lives at most every 100 ms (heartbeat is %s)."
              .formatted(poll, heartbeat));
    }
  }

  /** After this silence a worker is taken for dead. */
  Duration silence() {
    return heartbeat.multipliedBy(MISSED);
  }
}
