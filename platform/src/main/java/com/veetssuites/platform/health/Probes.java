package com.veetssuites.platform.health;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** The one probe of each component: whoever asks, and wherever, gets the same answer. */
@Component
final class Probes {

  private final List<Probe> all;

  Probes(List<HealthComponent> components) {
    all = components.stream().map(component -> new Probe(component, System::nanoTime)).toList();
  }

  /** In the order of their components. */
  List<Probe> all() {
    return all;
  }

  /**
   * One of them as the actuator knows it. It tells no reason: reasons are logged where they are.
   */
  HealthIndicator indicator(HealthComponent component) {
    Probe probe =
        all.stream()
            .filter(each -> each.name().equals(component.name()))
            .findAny()
            .orElseThrow(() -> new IllegalArgumentException("No probe asks " + component.name()));
    return () -> probe.works() ? Health.up().build() : Health.down().build();
  }
}
