package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.InvalidAlerts;
import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why rules cannot be meant. */
final class InvalidAlertsAnalyzer extends AbstractFailureAnalyzer<InvalidAlerts> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, InvalidAlerts cause) {
    return new FailureAnalysis(
        Objects.requireNonNull(cause.getMessage()),
        "Correct the settings veets.monitor.alerts.*.",
        cause);
  }
}
