package com.veetssuites.monitor;

import com.veetssuites.monitor.AlertStore.Happened;
import com.veetssuites.monitor.AlertStore.Outcome;
import com.veetssuites.monitor.AlertStore.Outlet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What rules make of how things were: nothing but a function of frames, states and the time.
 *
 * <p>Something begins to be wrong beyond its threshold, and with enough samples; once it fires it
 * ends where it is well again, or where nothing is measured any more. Between both it stays as it
 * is, so that a value that trembles around the threshold makes one alert and not many.
 */
final class AlertEvaluation {

  /** Series of a rule with an alert of their own; the others have one together. */
  static final int MOST_ALERTS = 100;

  /** How long it is shown that something was resolved. */
  static final Duration RESOLVED_KEPT = Duration.ofMinutes(15);

  private final List<AlertRule> rules;

  AlertEvaluation(List<AlertRule> rules) {
    this.rules = rules;
  }

  /** What was measured of a series: all of it together, and step by step. */
  private static final class Course {
    private final TreeMap<Instant, Point> steps = new TreeMap<>();

    void add(Instant start, Point point) {
      steps.merge(start, point, Point::plus);
    }
  }

  /** A statistic of a series. */
  record Reading(double value, long samples, AlertLimit limit) {}

  /** What was read for each rule, by series. */
  record Readings(Map<String, Map<String, Reading>> byRule) {

    Map<String, Reading> of(AlertRule rule) {
      return byRule.getOrDefault(rule.name(), Map.of());
    }
  }

  private record Source(SeriesKind kind, Duration window) {}

  Duration longestWindow() {
    return rules.stream()
        .map(AlertRule::window)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ofMinutes(1));
  }

  Readings read(Map<String, List<Frame>> frames, Instant now) {
    Map<Source, Map<String, Course>> courses = new HashMap<>();
    Map<String, Map<String, Reading>> readings = new HashMap<>();
    for (AlertRule rule : rules) {
      Source source = new Source(rule.measure().kind(), rule.window());
      Map<String, Course> measured =
          courses.computeIfAbsent(source, missing -> courses(missing, frames, now));
      Map<String, Reading> ofRule = new HashMap<>();
      measured.forEach((series, course) -> {
        AlertLimit limit = rule.limitOf(series);
        Reading reading = limit == null ? null : read(rule, limit, course);
        if (reading != null) {
          ofRule.put(series, reading);
        }
      });
      readings.put(rule.name(), ofRule);
    }
    return new Readings(readings);
  }

  private static Map<String, Course> courses(
      Source source, Map<String, List<Frame>> frames, Instant now) {
    Map<String, Course> courses = new HashMap<>();
    Instant since = now.minus(source.window());
    for (List<Frame> ofNode : frames.values()) {
      for (Frame frame : ofNode) {
        if (frame.start().isBefore(since)) {
          continue;
        }
        frame
            .points()
            .forEach((id, point) -> {
              if (id.kind() == source.kind()) {
                courses.computeIfAbsent(id.name(), name -> new Course()).add(frame.start(), point);
              }
            });
      }
    }
    return courses;
  }

  private static @Nullable Reading read(AlertRule rule, AlertLimit limit, Course course) {
    List<Point> steps = List.copyOf(course.steps.values());
    Point all = steps.stream().reduce(Point.none(rule.measure().kind()), Point::plus);
    long samples = rule.measure().samples(steps, all);
    return samples <= 0
        ? null
        : new Reading(
            rule.measure().value(rule.statistic(), steps, all, rule.window()), samples, limit);
  }

  Outcome next(List<AlertStatus> states, Readings readings, Instant now) {
    var outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
    Map<String, Map<String, AlertStatus>> before = new HashMap<>();
    states.forEach(each ->
        before.computeIfAbsent(each.rule(), rule -> new TreeMap<>()).put(each.series(), each));
    for (AlertRule rule : rules) {
      Map<String, AlertStatus> known = before.remove(rule.name());
      new Round(rule, now, outcome).run(known == null ? Map.of() : known, readings.of(rule));
    }
    before
        .values()
        .forEach(known -> known.values().forEach(each -> withoutRule(each, now, outcome)));
    return outcome;
  }

  private static void withoutRule(AlertStatus status, Instant now, Outcome outcome) {
    if (status.state() == AlertState.FIRING) {
      AlertStatus resolved =
          with(
              status,
              AlertState.RESOLVED,
              now,
              status.value(),
              status.threshold(),
              "There is no rule %s any more. Before: %s"
                  .formatted(status.rule(), status.sentence()));
      outcome.states().add(resolved);
      outcome.events().add(new Happened(resolved, EnumSet.of(Outlet.APPLICATION)));
    } else if (stillShown(status, now)) {
      outcome.states().add(status);
    }
  }

  private static boolean stillShown(AlertStatus status, Instant now) {
    return status.state() == AlertState.RESOLVED && status.since().plus(RESOLVED_KEPT).isAfter(now);
  }

  private static AlertStatus with(
      AlertStatus status,
      AlertState state,
      Instant since,
      double value,
      double threshold,
      String sentence) {
    return new AlertStatus(
        status.id(),
        status.rule(),
        status.series(),
        state,
        since,
        value,
        threshold,
        status.unit(),
        sentence);
  }

  /** One look at one rule. */
  private static final class Round {

    private final AlertRule rule;
    private final Instant now;
    private final Outcome outcome;

    Round(AlertRule rule, Instant now, Outcome outcome) {
      this.rule = rule;
      this.now = now;
      this.outcome = outcome;
    }

    private record Wrong(String series, Reading reading) {}

    void run(Map<String, AlertStatus> known, Map<String, Reading> readings) {
      int active = 0;
      List<Wrong> more = new ArrayList<>();
      List<AlertStatus> shown = new ArrayList<>();
      for (AlertStatus status : known.values()) {
        if (status.series().equals(SeriesId.OTHERS)) {
          continue;
        }
        Reading reading = readings.get(status.series());
        if (status.state() == AlertState.RESOLVED) {
          shown.add(status);
        } else if (goesOn(status, reading)) {
          active++;
        }
      }
      readings.forEach((series, reading) -> {
        AlertStatus status = known.get(series);
        boolean ownAlready =
            status != null
                && status.state() != AlertState.RESOLVED
                && !series.equals(SeriesId.OTHERS);
        if (!ownAlready && wrong(reading)) {
          more.add(new Wrong(series, reading));
        }
      });
      more.sort(
          Comparator.comparing((Wrong each) -> each.series().equals(SeriesId.OTHERS))
              .thenComparing(
                  each -> each.reading().limit().badness(each.reading().value()),
                  Comparator.reverseOrder())
              .thenComparing(Wrong::series));
      List<Wrong> own =
          more.stream()
              .filter(each -> !each.series().equals(SeriesId.OTHERS))
              .limit(Math.max(0, MOST_ALERTS - active))
              .toList();
      own.forEach(
          each -> begins(each.series(), each.reading(), sentence(each.series(), each.reading())));
      shown.stream()
          .filter(each -> own.stream().noneMatch(one -> one.series().equals(each.series())))
          .filter(each -> stillShown(each, now))
          .forEach(outcome.states()::add);
      others(known.get(SeriesId.OTHERS), more.subList(own.size(), more.size()));
    }

    private boolean wrong(@Nullable Reading reading) {
      return reading != null
          && reading.samples() >= rule.minimumSamples()
          && reading.limit().exceededBy(reading.value());
    }

    /** Whether it is still pending or firing. */
    private boolean goesOn(AlertStatus status, @Nullable Reading reading) {
      if (status.state() == AlertState.PENDING) {
        if (reading == null || !wrong(reading)) {
          return false;
        }
        pendingOn(status, reading, sentence(status.series(), reading));
        return true;
      }
      if (reading == null) {
        resolve(
            status,
            status.value(),
            "%s: nothing was measured any more in the window of rule %s; it was %s."
                .formatted(rule.measure().of(status.series()), rule.name(), status.valueText()));
        return false;
      }
      if (reading.limit().keptBy(reading.value())) {
        resolve(
            status,
            reading.value(),
            "%s: %s (%s), no longer %s."
                .formatted(
                    rule.measure().of(status.series()),
                    rule.unit().text(reading.value()),
                    rule.statisticText(),
                    reading.limit().text(rule.unit())));
        return false;
      }
      outcome
          .states()
          .add(
              with(
                  status,
                  AlertState.FIRING,
                  status.since(),
                  reading.value(),
                  reading.limit().threshold(),
                  sentence(status.series(), reading)));
      return true;
    }

    private void pendingOn(AlertStatus status, Reading reading, String sentence) {
      boolean fires = !status.since().plus(rule.pending()).isAfter(now);
      AlertStatus next =
          with(
              status,
              fires ? AlertState.FIRING : AlertState.PENDING,
              fires ? now : status.since(),
              reading.value(),
              reading.limit().threshold(),
              sentence);
      outcome.states().add(next);
      if (fires) {
        happened(next);
      }
    }

    private void begins(String series, Reading reading, String sentence) {
      AlertStatus fresh =
          new AlertStatus(
              UUID.randomUUID(),
              rule.name(),
              series,
              AlertState.PENDING,
              now,
              reading.value(),
              reading.limit().threshold(),
              rule.unit(),
              sentence);
      pendingOn(fresh, reading, sentence);
    }

    private void resolve(AlertStatus status, double value, String sentence) {
      AlertStatus resolved =
          with(status, AlertState.RESOLVED, now, value, status.threshold(), sentence);
      outcome.states().add(resolved);
      happened(resolved);
    }

    /** Those that are too many to have an alert each. */
    private void others(@Nullable AlertStatus status, List<Wrong> rest) {
      if (rest.isEmpty()) {
        if (status != null && status.state() == AlertState.FIRING) {
          resolve(
              status,
              status.value(),
              "%s: no longer %s."
                  .formatted(rule.measure().of(SeriesId.OTHERS), rule.limit().text(rule.unit())));
        } else if (status != null && stillShown(status, now)) {
          outcome.states().add(status);
        }
        return;
      }
      Reading worst = rest.getFirst().reading();
      String sentence =
          "%s: %d more %s, at worst %s (%s), %s."
              .formatted(
                  rule.measure().of(SeriesId.OTHERS),
                  rest.size(),
                  rule.measure().many(),
                  rule.unit().text(worst.value()),
                  rule.statisticText(),
                  worst.limit().text(rule.unit()));
      if (status == null || status.state() == AlertState.RESOLVED) {
        begins(SeriesId.OTHERS, worst, sentence);
      } else if (status.state() == AlertState.PENDING) {
        pendingOn(status, worst, sentence);
      } else {
        outcome
            .states()
            .add(
                with(
                    status,
                    AlertState.FIRING,
                    status.since(),
                    worst.value(),
                    worst.limit().threshold(),
                    sentence));
      }
    }

    private String sentence(String series, Reading reading) {
      return "%s: %s (%s), %s."
          .formatted(
              rule.measure().of(series),
              rule.unit().text(reading.value()),
              rule.statisticText(),
              reading.limit().text(rule.unit()));
    }

    private void happened(AlertStatus status) {
      Set<Outlet> outlets = EnumSet.of(Outlet.APPLICATION);
      if (rule.channels().contains(AlertChannel.WEBHOOK)) {
        outlets.add(Outlet.WEBHOOK);
      }
      outcome.events().add(new Happened(status, outlets));
    }
  }
}
