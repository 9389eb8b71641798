package com.veetssuites.monitor.micrometer;

import com.veetssuites.monitor.Alerts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How many alerts of each rule are firing, of all nodes: {@code alerts.firing{rule}}. */
public final class AlertMeters implements MeterBinder {

  private final Alerts alerts;

  public AlertMeters(Alerts alerts) {
    this.alerts = alerts;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    alerts
        .rules()
        .forEach(rule ->
            Gauge.builder("alerts.firing", alerts, known -> known.firing(rule.name()))
                .description("Alerts that are firing, of all nodes")
                .tag("rule", rule.name())
                .register(registry));
  }
}
