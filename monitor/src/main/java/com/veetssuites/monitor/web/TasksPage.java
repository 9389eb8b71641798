package com.veetssuites.monitor.web;

import com.veetssuites.monitor.web.Table.Column;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskStatus;
import com.veetssuites.task.postgres.ScheduleRow;
import com.veetssuites.task.postgres.TaskRows.QueueRow;
import com.veetssuites.task.postgres.TaskRows.TypeRow;
import com.veetssuites.task.postgres.TaskRows.WorkerRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tasks of all workers, and what can be decided about them. */
final class TasksPage implements DashboardPage {

  /** Of each list; the command line shows more. */
  private static final int MOST = 500;

  private final TaskControl control;
  private final Clock clock;

  TasksPage(TaskControl control, Clock clock) {
    this.control = control;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "tasks";
  }

  @Override
  public String title() {
    return "Tasks";
  }

  @Override
  public List<Section> sections(PageQuery query) {
    String id = query.get("task");
    if (id != null) {
      return one(id);
    }
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.charts(
            List.of(
                Charts.chart(query, "Tasks", "tasks", null),
                Charts.chart(query, "Queues", "queues", null),
                Charts.chart(query, "Wait for a worker", "waits", null))));
    sections.add(Section.table("Queues", null, queues().view(control.queues(), query)));
    sections.add(
        Section.table(
            "Running", null, running(query).view(control.active(null, null, MOST), query)));
    List<TaskStatus> dead = control.dead(null, null, MOST);
    sections.add(
        Section.table(
                "Dead",
                "They have failed for the last time, and are kept to be tried again.",
                dead(query).view(dead, query))
            .actions(
                dead.isEmpty()
                    ? List.of()
                    : List.of(
                        new Action("Retry all dead tasks", "tasks/retry-all", "confirm", "yes"))));
    sections.add(
        Section.table(
            "Waiting", null, waiting(query).view(control.queued(null, null, MOST), query)));
    sections.add(Section.table("Types", null, types().view(control.types(), query)));
    sections.add(Section.table("Workers", null, workers().view(control.workers(), query)));
    sections.add(Section.table("Schedules", null, schedules().view(control.schedules(), query)));
    return sections;
  }

  private static Table<QueueRow> queues() {
    return Table.<QueueRow>of(
            "queue_",
            "There are no queues.",
            List.of(
                Column.text("queue", "Queue", row -> Cell.code(row.queue())),
                Column.text(
                    "state",
                    "State",
                    row -> Cell.of(row.paused() ? "paused" : "open").tone(row.paused(), "warn")),
                Column.number(
                    "queued",
                    "Waiting",
                    row -> Cell.count(row.queued()).tone(row.queued() > 1_000, "bad")),
                Column.number("scheduled", "For later", row -> Cell.count(row.scheduled())),
                Column.number("running", "Running", row -> Cell.count(row.running())),
                Column.number(
                    "dead", "Dead", row -> Cell.count(row.dead()).tone(row.dead() > 0, "bad"))))
        .actions(row ->
            List.of(
                row.paused()
                    ? new Action("Resume", "tasks/resume", "queue", row.queue())
                    : new Action("Pause", "tasks/pause", "queue", row.queue())));
  }

  private Table<TaskStatus> running(PageQuery query) {
    return Table.<TaskStatus>of(
            "running_",
            "Nothing runs.",
            List.of(
                task(query),
                Column.text("queue", "Queue", row -> Cell.of(row.queue())),
                Column.text("worker", "Worker", row -> Cell.code(or(row.worker()))),
                Column.number("for", "For", row -> since(row.startedAt())),
                Column.number("progress", "Done", row -> Cell.percent(row.progress() / 100.0)),
                Column.text("doing", "Doing", row -> Cell.of(or(row.progressText())))))
        .actions(row -> List.of(new Action("Cancel", "tasks/cancel", "id", row.id().toString())));
  }

  private Table<TaskStatus> dead(PageQuery query) {
    return Table.<TaskStatus>of(
            "dead_",
            "None.",
            List.of(
                task(query),
                Column.text("queue", "Queue", row -> Cell.of(row.queue())),
                Column.number("tries", "Tries", row -> Cell.count(row.attempt())),
                Column.number("died", "Died", row -> since(row.finishedAt())),
                Column.text("error", "Error", row -> Cell.of(or(row.error())).tone(true, "bad"))))
        .actions(row -> List.of(new Action("Retry", "tasks/retry", "id", row.id().toString())));
  }

  private Table<TaskStatus> waiting(PageQuery query) {
    return Table.<TaskStatus>of(
            "waiting_",
            "Nothing waits.",
            List.of(
                task(query),
                Column.text("queue", "Queue", row -> Cell.of(row.queue())),
                Column.text(
                    "priority",
                    "Priority",
                    row -> Cell.of(row.priority().name().toLowerCase(Locale.ROOT))),
                Column.number("tries", "Tries", row -> Cell.count(row.attempt())),
                Column.text(
                    "due",
                    "Due",
                    row -> Cell.of(row.runAt() == null ? "" : Format.moment(row.runAt()))),
                Column.text("error", "Last error", row -> Cell.of(or(row.error())))))
        .actions(row -> List.of(new Action("Cancel", "tasks/cancel", "id", row.id().toString())));
  }

  private static Column<TaskStatus> task(PageQuery query) {
    return Column.text(
        "type",
        "Task",
        row -> Cell.code(row.type()).linked(query.link("tasks", "task", row.id().toString())));
  }

  private static Table<TypeRow> types() {
    return Table.of(
        "type_",
        "No tasks so far.",
        List.of(
            Column.text("type", "Type", row -> Cell.code(row.type())),
            Column.text("queue", "Queue", row -> Cell.of(row.queue())),
            Column.number("queued", "Waiting", row -> Cell.count(row.queued())),
            Column.number("running", "Running", row -> Cell.count(row.running())),
            Column.number("succeeded", "Succeeded", row -> Cell.count(row.succeeded())),
            Column.number(
                "dead", "Dead", row -> Cell.count(row.dead()).tone(row.dead() > 0, "bad")),
            Column.number("mean", "Mean", row -> millis(row.meanMillis())),
            Column.number("p95", "p95", row -> millis(row.p95Millis()))));
  }

  private Table<WorkerRow> workers() {
    return Table.of(
        "worker_",
        "No worker runs: start one with ./veets worker.",
        List.of(
            Column.text("worker", "Worker", row -> Cell.code(row.name())),
            Column.text(
                "state",
                "State",
                row ->
                    Cell.of(row.stopping() ? "stopping" : "working").tone(!row.stopping(), "good")),
            Column.text("queues", "Queues", row -> Cell.of(names(row.queues()))),
            Column.number("running", "Running", row -> Cell.count(row.running())),
            Column.number("up", "Started", row -> since(row.startedAt())),
            Column.number(
                "silent",
                "Silent for",
                row -> Cell.of(Format.millis(row.silentMillis()), row.silentMillis()))));
  }

  private static Table<ScheduleRow> schedules() {
    return Table.of(
        "schedule_",
        "There are no schedules.",
        List.of(
            Column.text("schedule", "Schedule", row -> Cell.code(row.name())),
            Column.text("type", "Task", row -> Cell.code(row.type())),
            Column.text("timing", "When", row -> Cell.of(row.timing())),
            Column.text("next", "Next", row -> Cell.of(Format.moment(row.nextAt()))),
            Column.text(
                "last",
                "Last",
                row -> Cell.of(row.lastAt() == null ? "never" : Format.moment(row.lastAt())))));
  }

  private List<Section> one(String id) {
    TaskStatus task = find(id);
    if (task == null) {
      throw new IllegalArgumentException(
          "There is no task " + id + " any more: what succeeded is kept for an hour or so.");
    }
    List<Action> actions =
        switch (task.state()) {
          case DEAD -> List.of(new Action("Retry", "tasks/retry", "id", id));
          case QUEUED, RUNNING -> List.of(new Action("Cancel", "tasks/cancel", "id", id));
          default -> List.of();
        };
    List<Section.Fact> facts = new ArrayList<>();
    facts.add(new Section.Fact("State", task.state().name().toLowerCase(Locale.ROOT), ""));
    facts.add(new Section.Fact("Queue", task.queue(), ""));
    facts.add(new Section.Fact("Tries", Integer.toString(task.attempt()), ""));
    facts.add(new Section.Fact("Enqueued", Format.moment(task.enqueuedAt()), ""));
    if (task.startedAt() != null) {
      facts.add(new Section.Fact("Last try began", Format.moment(task.startedAt()), ""));
    }
    if (task.finishedAt() != null) {
      facts.add(new Section.Fact("Ended", Format.moment(task.finishedAt()), ""));
    }
    facts.add(new Section.Fact("Worker", or(task.worker()), ""));
    List<Section> sections = new ArrayList<>();
    sections.add(Section.facts(task.type(), facts).actions(actions));
    if (task.error() != null) {
      sections.add(Section.text("Error", null, task.error()));
    }
    add(sections, "Payload", task.payload());
    add(sections, "Result", task.result());
    if (task.failures() != null) {
      for (JsonNode failure : task.failures()) {
        sections.add(
            Section.text(
                "Try " + failure.path("attempt").asString(),
                failure.path("at").asString(),
                failure.path("error").asString() + "\n" + failure.path("trace").asString()));
      }
    }
    return sections;
  }

  private @Nullable TaskStatus find(String id) {
    try {
      return control.find(new TaskId(UUID.fromString(id))).orElse(null);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void add(List<Section> sections, String title, @Nullable JsonNode json) {
    if (json != null && !json.isNull()) {
      sections.add(Section.text(title, null, json.toPrettyString()));
    }
  }

  /** The names of a JSON object of queues. */
  private static String names(String json) {
    return String.join(", ", JsonMapper.shared().readTree(json).propertyNames());
  }

  private Cell since(@Nullable Instant moment) {
    if (moment == null) {
      return Cell.of("–", 0);
    }
    Duration passed = Duration.between(moment, clock.instant());
    return Cell.of(Format.lasting(passed), passed.toMillis());
  }

  private static Cell millis(@Nullable Double millis) {
    return Cell.millis(Objects.requireNonNullElse(millis, 0.0));
  }

  private static String or(@Nullable String text) {
    return Objects.requireNonNullElse(text, "–");
  }
}
