package com.veetssuites.task;

import com.veetssuites.task.postgres.Wakeups;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is called to workers so that none waits for its next look into the database: directly to
 * those of this process, by NOTIFY to the others. A NOTIFY takes a lock that all commits of the
 * database share, so each call is sent at most once in five milliseconds, by one thread, after the
 * commit that it tells of. A call that is lost costs the wait until the next look.
 */
public final class TaskSignals implements AutoCloseable {

  /** A schedule has changed. */
  static final String SCHEDULES = "schedules";

  private static final Logger LOG = LoggerFactory.getLogger(TaskSignals.class);
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final int MOST = 10_000;
  private static final String QUEUE = "queue ";
  private static final String CANCEL = "cancel ";

  private final DataSource source;
  private final boolean toOthers;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> words = new LinkedHashSet<>();
  private final @Nullable Thread sender;
  private boolean closed;

  /**
   * @param toOthers whether other processes are called as well
   */
  @SuppressWarnings("this-escape")
  public TaskSignals(DataSource source, boolean toOthers) {
    this.source = source;
    this.toOthers = toOthers;
    this.sender = toOthers ? Thread.ofVirtual().name("tasks-notify").start(this::send) : null;
  }

  static String queueWord(String queue) {
    return QUEUE + queue;
  }

  static String cancelWord(TaskId id) {
    return CANCEL + id;
  }

  /** The task that a call says is cancelled; null when it says something else. */
  static @Nullable UUID cancelledBy(String word) {
    return word.startsWith(CANCEL)
        ? TaskId.parse(word.substring(CANCEL.length())).map(TaskId::value).orElse(null)
        : null;
  }

  /** There is something in these queues. */
  void enqueued(Collection<String> queues) {
    for (String queue : queues) {
      call(queueWord(queue));
    }
  }

  /** Calls to the workers of this process and of the others. */
  void call(String word) {
    listeners.forEach(each -> each.accept(word));
    synchronized (words) {
      if (toOthers && !closed && words.size() < MOST && words.add(word)) {
        words.notifyAll();
      }
    }
  }

  /** Hears what this process calls. */
  void listen(Consumer<String> listener) {
    listeners.add(listener);
  }

  void unlisten(Consumer<String> listener) {
    listeners.remove(listener);
  }

  private void send() {
    try {
      while (true) {
        List<String> batch;
        synchronized (words) {
          while (words.isEmpty() && !closed) {
            words.wait();
          }
          if (words.isEmpty()) {
            return;
          }
          batch = new ArrayList<>(words);
          words.clear();
        }
        try (Connection connection = source.getConnection()) {
          Wakeups.call(connection, batch);
        } catch (SQLException | RuntimeException e) {
          // Pools throw more than that when they are closed meanwhile.
          LOG.debug("Workers could not be called, and look for themselves: {}", e.toString());
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends what is left, and ends: a process that ends right after it has called. Waits two seconds
   * at most.
   */
  @Override
  public void close() {
    synchronized (words) {
      closed = true;
      words.notifyAll();
    }
    if (sender != null) {
      try {
        sender.join(LAST_WORDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
