package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.AlertChannel;
import com.veetssuites.monitor.AlertLimit;
import com.veetssuites.monitor.AlertMeasure;
import com.veetssuites.monitor.AlertRule;
import com.veetssuites.monitor.AlertStatistic;
import com.veetssuites.monitor.AlertUnit;
import com.veetssuites.monitor.InvalidAlerts;
import com.veetssuites.monitor.SeriesPattern;
import com.veetssuites.monitor.autoconfigure.AlertProperties.OtherLimit;
import com.veetssuites.monitor.autoconfigure.AlertProperties.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules as settings say them, on top of those that are there anyway. */
final class AlertRules {

  private static final String PREFIX = "veets.monitor.alerts.rules.";
  private static final int MOST_RULES = 100;
  private static final int MOST_OVERRIDES = 100;
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(30);
  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(15);
  private static final Duration LONGEST_PENDING = Duration.ofDays(1);
  private static final String HYSTERESIS = "10%";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

  private static final Map<String, Rule> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("response-time", above("response-time", "p95", "2s", "5m", 20, "30s"));
    DEFAULTS.put("query-time", above("query-time", "p95", "100ms", "5m", 20, "30s"));
    DEFAULTS.put("cache-hit-rate", rule("cache-hit-rate", "share", null, "80%", "15m", 200, "1m"));
    DEFAULTS.put("queue-length", above("queue-length", "last", "1000", "1m", 1, "1m"));
    DEFAULTS.put("memory", above("memory", "min", "80%", "5m", 6, "1m"));
    DEFAULTS.put("server-errors", above("error-rate", "share", "5%", "5m", 20, "30s"));
    DEFAULTS.put("dead-tasks", above("dead-tasks", "sum", "0", "15m", 1, "0s"));
    DEFAULTS.put("disk", above("disk", "last", "90%", "1m", 1, "1m"));
  }

  private AlertRules() {}

  private static Rule above(
      String measure, String statistic, String above, String window, long samples, String pending) {
    return rule(measure, statistic, above, null, window, samples, pending);
  }

  private static Rule rule(
      String measure,
      String statistic,
      @Nullable String above,
      @Nullable String below,
      String window,
      long samples,
      String pending) {
    return new Rule(
        true,
        measure,
        statistic,
        null,
        above,
        below,
        null,
        null,
        Duration.parse("PT" + window),
        samples,
        Duration.parse("PT" + pending),
        null,
        null);
  }

  /**
   * The rules that are on.
   *
   * @param webhook whether there is one
   */
  static List<AlertRule> of(AlertProperties properties, boolean webhook) {
    Map<String, Rule> wanted = new LinkedHashMap<>(DEFAULTS);
    properties
        .rules()
        .forEach((key, rule) -> {
          String name = known(key);
          Rule before = DEFAULTS.get(name);
          wanted.put(name, before == null ? rule : merged(before, rule));
        });
    if (wanted.size() > MOST_RULES) {
      throw new InvalidAlerts(
          "There are %d rules in veets.monitor.alerts.rules; %d are possible."
              .formatted(wanted.size(), MOST_RULES));
    }
    List<AlertRule> rules = new ArrayList<>();
    wanted.forEach((name, rule) -> {
      if (!Boolean.FALSE.equals(rule.enabled())) {
        rules.add(rule(name, rule, webhook));
      }
    });
    return List.copyOf(rules);
  }

  /** A name as variables of the environment write it, without dashes, is that of the same rule. */
  private static String known(String key) {
    return DEFAULTS.keySet().stream()
        .filter(each -> each.replace("-", "").equals(key.replace("-", "")))
        .findAny()
        .orElse(key);
  }

  private static Rule merged(Rule before, Rule rule) {
    boolean sameMeasure = rule.measure() == null || rule.measure().equals(before.measure());
    boolean otherLimit = rule.above() != null || rule.below() != null;
    return new Rule(
        rule.enabled(),
        or(rule.measure(), before.measure()),
        sameMeasure ? or(rule.statistic(), before.statistic()) : rule.statistic(),
        or(rule.series(), before.series()),
        otherLimit || !sameMeasure ? rule.above() : before.above(),
        otherLimit || !sameMeasure ? rule.below() : before.below(),
        rule.resolve(),
        rule.hysteresis(),
        or(rule.window(), before.window()),
        or(rule.minimumSamples(), before.minimumSamples()),
        or(rule.pending(), before.pending()),
        rule.overrides(),
        rule.channels());
  }

  private static <T> @Nullable T or(@Nullable T value, @Nullable T other) {
    return value == null ? other : value;
  }

  private static AlertRule rule(String name, Rule rule, boolean webhook) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidAlerts(
          "\"%s\" is no name of a rule in veets.monitor.alerts.rules; one is made of up to 60 small letters, digits and dashes."
              .formatted(name));
    }
    String at = PREFIX + name + ".";
    if (rule.measure() == null) {
      throw new InvalidAlerts(
          "%smeasure is missing%s"
                  .formatted(
                      at, Spelling.hint(name, labels(AlertMeasure.values(), AlertMeasure::label)))
              + " Rules that are there anyway: %s."
                  .formatted(String.join(", ", DEFAULTS.keySet())));
    }
    AlertMeasure measure =
        named(at + "measure", rule.measure(), List.of(AlertMeasure.values()), AlertMeasure::label);
    AlertStatistic statistic =
        rule.statistic() == null
            ? measure.statistics().getFirst()
            : named(
                at + "statistic", rule.statistic(), measure.statistics(), AlertStatistic::label);
    AlertUnit unit = measure.unit(statistic);
    double hysteresis =
        AlertValues.share(
            at + "hysteresis", Objects.requireNonNullElse(rule.hysteresis(), HYSTERESIS));
    AlertLimit limit = limit(at, rule.above(), rule.below(), rule.resolve(), unit, hysteresis);
    if (limit == null) {
      throw new InvalidAlerts(
          "%sabove or %sbelow is missing: what is too much, or too little.".formatted(at, at));
    }
    return new AlertRule(
        name,
        measure,
        statistic,
        rule.series() == null ? SeriesPattern.ALL : new SeriesPattern(rule.series()),
        limit,
        between(
            at + "window",
            Objects.requireNonNullElse(rule.window(), Duration.ofMinutes(5)),
            SHORTEST_WINDOW,
            LONGEST_WINDOW),
        samples(at, Objects.requireNonNullElse(rule.minimumSamples(), 1L)),
        between(
            at + "pending",
            Objects.requireNonNullElse(rule.pending(), Duration.ZERO),
            Duration.ZERO,
            LONGEST_PENDING),
        overrides(
            at, Objects.requireNonNullElse(rule.overrides(), List.of()), unit, limit, hysteresis),
        channels(at + "channels", rule.channels(), webhook));
  }

  private static @Nullable AlertLimit limit(
      String at,
      @Nullable String above,
      @Nullable String below,
      @Nullable String resolve,
      AlertUnit unit,
      double hysteresis) {
    if (above != null && below != null) {
      throw new InvalidAlerts(
          "%sabove and %sbelow are both told; only one of them can be meant.".formatted(at, at));
    }
    String told = above == null ? below : above;
    if (told == null) {
      return null;
    }
    boolean isAbove = above != null;
    String setting = at + (isAbove ? "above" : "below");
    double threshold =
        unit == AlertUnit.SHARE
            ? AlertValues.share(setting, told)
            : AlertValues.read(setting, told, unit);
    double well;
    if (resolve != null) {
      well = AlertValues.read(at + "resolve", resolve, unit);
      if (isAbove ? well > threshold : well < threshold) {
        throw new InvalidAlerts(
            "%sresolve is \"%s\", which is %s the threshold \"%s\" and would resolve what is still wrong."
                .formatted(at, resolve, isAbove ? "above" : "below", told));
      }
    } else if (isAbove) {
      well = threshold * (1 - hysteresis);
    } else {
      // Of a share, the way that is left to 100 %: more cannot be reached.
      double room = unit == AlertUnit.SHARE ? 1 - threshold : threshold;
      well = threshold + room * hysteresis;
    }
    return new AlertLimit(isAbove, threshold, well);
  }

  private static List<AlertRule.OtherLimit> overrides(
      String at, List<OtherLimit> told, AlertUnit unit, AlertLimit own, double hysteresis) {
    if (told.size() > MOST_OVERRIDES) {
      throw new InvalidAlerts(
          "%soverrides are %d; %d are possible.".formatted(at, told.size(), MOST_OVERRIDES));
    }
    List<AlertRule.OtherLimit> limits = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      OtherLimit each = told.get(i);
      String here = "%soverrides[%d].".formatted(at, i);
      if (each.series() == null) {
        throw new InvalidAlerts(
            here + "series is missing: for which names it is, such as GET /api/analytics/**.");
      }
      AlertLimit limit = limit(here, each.above(), each.below(), each.resolve(), unit, hysteresis);
      limits.add(
          new AlertRule.OtherLimit(
              new SeriesPattern(each.series()),
              each.enabled() ? Objects.requireNonNullElse(limit, own) : null));
    }
    return limits;
  }

  private static Set<AlertChannel> channels(
      String setting, @Nullable List<String> told, boolean webhook) {
    Set<AlertChannel> channels = EnumSet.noneOf(AlertChannel.class);
    if (told == null) {
      channels.addAll(EnumSet.allOf(AlertChannel.class));
    } else {
      told.forEach(each ->
          channels.add(named(setting, each, List.of(AlertChannel.values()), AlertChannel::label)));
    }
    if (!webhook) {
      channels.remove(AlertChannel.WEBHOOK);
    }
    return channels;
  }

  private static long samples(String at, long samples) {
    if (samples < 1) {
      throw new InvalidAlerts(
          "%sminimum-samples is %d; it must be 1 or more.".formatted(at, samples));
    }
    return samples;
  }

  private static Duration between(String setting, Duration told, Duration least, Duration most) {
    if (told.compareTo(least) < 0 || told.compareTo(most) > 0) {
      throw new InvalidAlerts(
          "%s is %s; it must be from %s to %s."
              .formatted(setting, text(told), text(least), text(most)));
    }
    return told;
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static <E> E named(
      String setting, String told, Collection<E> all, Function<E, String> label) {
    String plain = told.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    return all.stream()
        .filter(each -> label.apply(each).equals(plain))
        .findAny()
        .orElseThrow(() ->
            new InvalidAlerts(
                "%s is \"%s\", which there is not%s"
                    .formatted(
                        setting, told, Spelling.hint(plain, all.stream().map(label).toList()))));
  }

  private static <E> List<String> labels(E[] all, Function<E, String> label) {
    return Arrays.stream(all).map(label).toList();
  }
}
