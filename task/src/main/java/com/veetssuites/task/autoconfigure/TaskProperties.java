package com.veetssuites.task.autoconfigure;

import com.veetssuites.task.Schedule.Missed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the tasks. In the names of queues and tasks, {@code file-processing} is {@code
 * file_processing}.
 *
 * @param enabled Whether there are tasks at all.
 * @param createTables Whether the tables are created when they are not there; otherwise they come
 *     with a migration of one's own.
 * @param notifyWorkers Whether workers of other processes are called when something is enqueued;
 *     otherwise they find it by looking.
 * @param keepDead How long dead tasks are kept.
 * @param queues The queues, by name; there is always one named default. concurrency: how many of
 *     its tasks each worker runs at once (4).
 * @param routes Queue by name of task; outranks what its handler says.
 * @param schedules What is enqueued again and again, by a name for it. task: its name; cron or
 *     every: when; zone: of cron (UTC); payload: its components; missed: run-once (the default) or
 *     skip, for times at which no worker ran.
 * @param worker How this process runs tasks.
 */
@ConfigurationProperties(prefix = "veets.tasks", ignoreUnknownFields = false)
public record TaskProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("true") boolean createTables,
    @DefaultValue("true") boolean notifyWorkers,
    @DefaultValue("30d") Duration keepDead,
    @DefaultValue Map<String, Queue> queues,
    @DefaultValue Map<String, String> routes,
    @DefaultValue Map<String, Scheduled> schedules,
    @DefaultValue Worker worker) {

  /**
   * A queue.
   *
   * @param concurrency How many of its tasks each worker runs at once.
   */
  public record Queue(@DefaultValue("4") int concurrency) {}

  /**
   * A schedule.
   *
   * @param task Name of the task.
   * @param cron When: minute, hour, day of the month, month, day of the week; or with the second
   *     first.
   * @param every How often, instead of cron.
   * @param zone Time zone of cron.
   * @param payload Payload of the task, by component of its record.
   * @param missed What is done about times at which no worker ran.
   */
  public record Scheduled(
      String task,
      @Nullable String cron,
      @Nullable Duration every,
      @DefaultValue("UTC") String zone,
      @DefaultValue Map<String, Object> payload,
      @DefaultValue("run-once") Missed missed) {}

  /**
   * How this process runs tasks.
   *
   * @param enabled Whether it runs any.
   * @param name The worker's name for people; by default host and process.
   * @param queues The queues that it serves; by default all.
   * @param concurrency How many tasks of each queue it runs at once, instead of the queue's own.
   * @param poll How often it looks for what nobody has called.
   * @param heartbeat How often it says that it lives; after four missed ones it is taken for dead.
   * @param shutdownTimeout How long running tasks may go on when it stops.
   */
  public record Worker(
      @DefaultValue("true") boolean enabled,
      @Nullable String name,
      @DefaultValue List<String> queues,
      @Nullable Integer concurrency,
      @DefaultValue("1s") Duration poll,
      @DefaultValue("4s") Duration heartbeat,
      @DefaultValue("10s") Duration shutdownTimeout) {}
}
