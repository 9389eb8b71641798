package com.veetssuites.monitor.web;

import com.veetssuites.monitor.AlertEvent;
import com.veetssuites.monitor.AlertRule;
import com.veetssuites.monitor.AlertState;
import com.veetssuites.monitor.AlertStatus;
import com.veetssuites.monitor.Alerts;
import com.veetssuites.monitor.web.Table.Column;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** What is beyond its limit, what was, and what is watched. */
final class AlertsPage implements DashboardPage {

  private static final int MOST_EVENTS = 1_000;

  private final Alerts alerts;
  private final Clock clock;

  AlertsPage(Alerts alerts, Clock clock) {
    this.alerts = alerts;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "alerts";
  }

  @Override
  public String title() {
    return "Alerts";
  }

  @Override
  public List<Section> sections(PageQuery query) {
    return List.of(
        Section.table("Now", null, current().view(alerts.current(), query)),
        Section.table(
            "History", "Times are UTC.", history().view(alerts.history(MOST_EVENTS), query)),
        Section.table(
            "Rules",
            "They are settings: veets.monitor.alerts.rules.",
            rules().view(alerts.rules(), query)));
  }

  private Table<AlertStatus> current() {
    return Table.of(
        "now_",
        "Nothing is beyond its limit.",
        List.of(
            Column.text("state", "State", row -> state(row.state())),
            Column.text("rule", "Rule", row -> Cell.of(row.rule())),
            Column.text("series", "Where", row -> Cell.code(row.series())),
            Column.number("value", "Value", row -> Cell.of(row.valueText(), row.value())),
            Column.number(
                "threshold", "Limit", row -> Cell.of(row.thresholdText(), row.threshold())),
            Column.text("since", "Since", row -> Cell.of(Format.ago(row.since(), clock.instant()))),
            Column.text("sentence", "In words", row -> Cell.of(row.sentence()))));
  }

  private static Table<AlertEvent> history() {
    return Table.of(
        "past_",
        "No alert has fired so far.",
        List.of(
            Column.text("at", "At", row -> Cell.of(Format.moment(row.at()))),
            Column.text("state", "State", row -> state(row.state())),
            Column.text("rule", "Rule", row -> Cell.of(row.rule())),
            Column.text("series", "Where", row -> Cell.code(row.series())),
            Column.number("value", "Value", row -> Cell.of(row.valueText(), row.value())),
            Column.number(
                "threshold", "Limit", row -> Cell.of(row.thresholdText(), row.threshold()))));
  }

  private static Table<AlertRule> rules() {
    return Table.of(
        "rule_",
        "Nothing is watched.",
        List.of(
            Column.text("rule", "Rule", row -> Cell.of(row.name())),
            Column.text("series", "Series", row -> Cell.code(row.series().toString())),
            Column.text("watches", "Fires at", row -> Cell.of(row.text()))));
  }

  private static Cell state(AlertState state) {
    return Cell.of(state.name().toLowerCase(Locale.ROOT))
        .tone(state == AlertState.FIRING, "bad")
        .tone(state == AlertState.PENDING, "warn")
        .tone(state == AlertState.RESOLVED, "good");
  }
}
