package com.veetssuites.monitor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.monitor.AlertChannel;
import com.veetssuites.monitor.AlertRule;
import com.veetssuites.monitor.InvalidAlerts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Rules as people write them. */
class AlertRulesTest {

  private static List<AlertRule> rules(String... settings) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String setting : settings) {
      map.put("veets.monitor.alerts.rules." + setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    AlertProperties properties =
        new Binder(new MapConfigurationPropertySource(map))
            .bindOrCreate("veets.monitor.alerts", AlertProperties.class);
    return AlertRules.of(properties, false);
  }

  private static AlertRule rule(String name, String... settings) {
    return rules(settings).stream()
        .filter(each -> each.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  @Test
  void without_settings_there_are_the_thresholds_of_the_documentation() {
    assertThat(rules().stream().map(each -> each.name() + ": " + each.text()))
        .containsExactly(
            "response-time: p95 of the last 5 min above 2 s",
            "query-time: p95 of the last 5 min above 100 ms",
            "cache-hit-rate: share of the last 15 min below 80 %",
            "queue-length: last of the last 1 min above 1000",
            "memory: min of the last 5 min above 80 %",
            "server-errors: share of the last 5 min above 5 %",
            "dead-tasks: sum of the last 15 min above 0",
            "disk: last of the last 1 min above 90 %");
  }

  @Test
  void what_is_told_changes_what_is_there_and_keeps_the_rest() {
    AlertRule rule = rule("response-time", "response-time.above=500ms");
    assertThat(rule.limit().threshold()).isEqualTo(500);
    assertThat(rule.limit().resolve()).isEqualTo(450);
    assertThat(rule.minimumSamples()).isEqualTo(20);
    assertThat(rule("cache-hit-rate").limit().resolve()).isBetween(0.8199, 0.8201);
    assertThat(rule("response-time", "responsetime.window=30s").window()).hasSeconds(30);
    assertThat(rules("response-time.enabled=false")).extracting(AlertRule::name).hasSize(7);
    assertThat(rule("memory", "memory.channels=log").channels()).containsExactly(AlertChannel.LOG);
    assertThat(rule("memory").channels())
        .containsExactlyInAnyOrder(AlertChannel.LOG, AlertChannel.MAIL);
  }

  @Test
  void there_can_be_further_rules_and_other_limits_for_some() {
    AlertRule rule =
        rule(
            "slow-imports",
            "slow-imports.measure=task-time",
            "slow-imports.statistic=max",
            "slow-imports.series=Import*",
            "slow-imports.above=5m",
            "slow-imports.resolve=1m",
            "slow-imports.overrides[0].series=ImportAll",
            "slow-imports.overrides[0].above=1h",
            "slow-imports.overrides[1].series=ImportTest",
            "slow-imports.overrides[1].enabled=false");
    assertThat(rule.limit().threshold()).isEqualTo(300_000);
    assertThat(rule.limit().resolve()).isEqualTo(60_000);
    assertThat(rule.overrides()).hasSize(2);
    assertThat(rule.overrides().getFirst().limit()).isNotNull();
    assertThat(rule.overrides().getLast().limit()).isNull();
  }

  @Test
  void what_cannot_be_meant_is_told() {
    refused("did you mean \"response-time\"?", "mine.measure=response-tme", "mine.above=1s");
    refused("did you mean \"p95\"?", "query-time.statistic=p96");
    refused("there are: p95, p50, p99, mean.", "query-time.statistic=max-of-all");
    refused("it must be a duration such as 2s", "query-time.above=80%");
    refused("it must be a share such as 80%", "memory.above=2s");
    refused("it must be from 0% to 100%", "memory.above=120%");
    refused("only one of them", "memory.above=80%", "memory.below=10%");
    refused("would resolve what is still wrong", "memory.resolve=90%");
    refused("must be from 30s to 15m", "memory.window=1h");
    refused("must be from 30s to 15m", "memory.window=5s");
    refused("minimum-samples is 0", "memory.minimum-samples=0");
    refused("rules.mine.above or", "mine.measure=cpu");
    refused("rules.repsonse-time.measure is missing; did you mean", "repsonse-time.above=3s");
    refused("overrides[0].series is missing", "memory.overrides[0].above=90%");
    refused("there are: log, mail, webhook.", "memory.channels=mial");
    refused("is no name of a rule", "[My rule!].measure=cpu", "[My rule!].above=50%");
    refused("is no pattern", "memory.series=********a*b*c*d*e*f*g");
  }

  private static void refused(String part, String... settings) {
    assertThatThrownBy(() -> rules(settings))
        .isInstanceOf(InvalidAlerts.class)
        .hasMessageContaining(part);
  }
}
