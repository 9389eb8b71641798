package com.veetssuites.monitor.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of alerts.
 *
 * @param enabled Whether anything is alerted.
 * @param rules What is watched, by name; what is said of response-time, query-time, cache-hit-rate,
 *     queue-length, memory, server-errors, dead-tasks and disk changes the rule of that name, other
 *     names are further rules.
 * @param webhook Who is told by HTTP.
 */
public record AlertProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue Map<String, Rule> rules,
    @DefaultValue Webhook webhook) {

  /**
   * A rule.
   *
   * @param enabled Whether anything is watched.
   * @param measure What is measured: response-time, error-rate, requests, query-time, query-errors,
   *     connections, connections-waited-for, cache-hit-rate, cache-lag, queue-length, queue-wait,
   *     task-time, dead-tasks, function-time, function-errors, memory, cpu, open-files or disk.
   * @param statistic What is made of it: p50, p95, p99, mean, max, min, last, share, sum or rate.
   * @param series Those that are watched: a name in which * stands for anything but a slash, and **
   *     for anything.
   * @param above What is too much: 2s, 100ms, 80%, 1000.
   * @param below What is too little.
   * @param resolve Where it is well again; by default hysteresis says.
   * @param hysteresis How far on the good side of the threshold it is well again.
   * @param window The last time that counts, from 30s to 15m.
   * @param minimumSamples With fewer of them nothing begins to be wrong.
   * @param pending How long it has to be wrong until the alert fires.
   * @param overrides Other limits for some of the series; the first that matches counts.
   * @param channels Who is told: log, mail, webhook.
   */
  public record Rule(
      @Nullable Boolean enabled,
      @Nullable String measure,
      @Nullable String statistic,
      @Nullable String series,
      @Nullable String above,
      @Nullable String below,
      @Nullable String resolve,
      @Nullable String hysteresis,
      @Nullable Duration window,
      @Nullable Long minimumSamples,
      @Nullable Duration pending,
      @Nullable List<OtherLimit> overrides,
      @Nullable List<String> channels) {}

  /**
   * Another limit for some of the series.
   *
   * @param enabled Whether they are watched.
   * @param series Their names, with stars.
   * @param above What is too much; the rule's own limit when neither is told.
   * @param below What is too little.
   * @param resolve Where it is well again.
   */
  public record OtherLimit(
      @DefaultValue("true") boolean enabled,
      @Nullable String series,
      @Nullable String above,
      @Nullable String below,
      @Nullable String resolve) {}

  /**
   * Who is told by HTTP.
   *
   * @param url Where alerts are posted to; nobody is told without.
   * @param secret What bodies are signed with.
   * @param timeout How long one call may take.
   */
  public record Webhook(
      @Nullable URI url, @Nullable String secret, @DefaultValue("5s") Duration timeout) {

    @Override
    public String toString() {
      return "Webhook[url=***, secret=***, timeout=%s]".formatted(timeout);
    }
  }
}
