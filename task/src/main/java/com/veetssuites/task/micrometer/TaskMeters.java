package com.veetssuites.task.micrometer;

import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskListener;
import com.veetssuites.task.TaskType;
import com.veetssuites.task.postgres.TaskRows.QueueRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of the tasks: what this process has enqueued and run, by type and queue, and how much
 * there is in the queues of all.
 *
 * <p>{@code tasks.enqueued}, {@code tasks.started}, {@code tasks.succeeded}, {@code tasks.retried},
 * {@code tasks.dead}, {@code tasks.cancelled}, {@code tasks.snoozed}, {@code tasks.given.back};
 * {@code tasks.run} and {@code tasks.wait} with histograms; {@code tasks.queue.length} (due and not
 * begun), {@code tasks.queue.scheduled}, {@code tasks.queue.dead}, {@code tasks.workers}.
 */
public final class TaskMeters implements TaskListener {

  private static final Logger LOG = LoggerFactory.getLogger(TaskMeters.class);

  /** Queues are counted at most so often, whoever asks. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final MeterRegistry registry;
  private final TaskControl control;
  private final Map<String, Meters> byType = new ConcurrentHashMap<>();
  private volatile Counted counted = new Counted(System.nanoTime() - FRESH.toNanos(), List.of(), 0);

  /**
   * @param queues of which the length is told
   */
  public TaskMeters(MeterRegistry registry, TaskControl control, Collection<String> queues) {
    this.registry = registry;
    this.control = control;
    for (String queue : queues) {
      length(queue, "tasks.queue.length", "Tasks that are due and not begun.", QueueRow::queued);
      length(
          queue, "tasks.queue.scheduled", "Tasks that wait for their time.", QueueRow::scheduled);
      length(
          queue, "tasks.queue.dead", "Tasks that have failed for the last time.", QueueRow::dead);
    }
    Gauge.builder("tasks.workers", this, meters -> meters.counted().workers())
        .description("Workers that live.")
        .register(registry);
  }

  private record Counted(long at, List<QueueRow> queues, double workers) {}

  private record Meters(
      Counter enqueued, Counter started, Timer waited, Timer ran, Map<Ending, Counter> endings) {}

  private void length(
      String queue, String name, String description, ToDoubleFunction<QueueRow> value) {
    Gauge.builder(
            name,
            this,
            meters ->
                meters.counted().queues().stream()
                    .filter(each -> each.queue().equals(queue))
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(meters.counted.workers() < 0 ? Double.NaN : 0))
        .description(description)
        .tag("queue", queue)
        .register(registry);
  }

  private Counted counted() {
    Counted known = counted;
    if (System.nanoTime() - known.at() < FRESH.toNanos()) {
      return known;
    }
    synchronized (this) {
      if (counted != known) {
        return counted;
      }
      try {
        counted = new Counted(System.nanoTime(), control.queues(), control.workers().size());
      } catch (RuntimeException e) {
        LOG.debug("Queues could not be counted: {}", e.toString());
        counted = new Counted(System.nanoTime(), List.of(), -1);
      }
      return counted;
    }
  }

  private Meters meters(TaskType type) {
    return byType.computeIfAbsent(
        type.name(),
        name -> {
          Tags tags = Tags.of("type", name, "queue", type.queue());
          Map<Ending, Counter> endings = new EnumMap<>(Ending.class);
          for (Ending ending : Ending.values()) {
            String each = ending.name().toLowerCase(Locale.ROOT).replace('_', '.');
            endings.put(ending, registry.counter("tasks." + each, tags));
          }
          return new Meters(
              registry.counter("tasks.enqueued", tags),
              registry.counter("tasks.started", tags),
              timer("tasks.wait", "From being due to the start.", tags),
              timer("tasks.run", "Of one try.", tags),
              endings);
        });
  }

  private Timer timer(String name, String description, Tags tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(10))
        .register(registry);
  }

  @Override
  public void enqueued(TaskType type, int count) {
    meters(type).enqueued().increment(count);
  }

  @Override
  public void started(TaskType type, Duration waited) {
    Meters meters = meters(type);
    meters.started().increment();
    meters.waited().record(waited);
  }

  @Override
  public void ended(TaskType type, Ending ending, Duration ran) {
    Meters meters = meters(type);
    meters.ran().record(ran);
    Objects.requireNonNull(meters.endings().get(ending)).increment();
  }
}
