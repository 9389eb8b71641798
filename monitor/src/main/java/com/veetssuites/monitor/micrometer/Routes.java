package com.veetssuites.monitor.micrometer;

import io.micrometer.core.instrument.Meter;
import java.util.Objects;
import java.util.Set;

/** Names of routes: the method and the pattern, never what a client sent. */
final class Routes {

  /** As Spring calls requests that no handler has answered. */
  private static final Set<String> UNHANDLED =
      Set.of("UNKNOWN", "NOT_FOUND", "REDIRECTION", "root");

  static final String NO_HANDLER = "(no handler)";

  private Routes() {}

  static String name(Meter.Id id) {
    String pattern = Objects.requireNonNullElse(id.getTag("uri"), "UNKNOWN");
    return Objects.requireNonNullElse(id.getTag("method"), "UNKNOWN")
        + ' '
        + (UNHANDLED.contains(pattern) ? NO_HANDLER : pattern);
  }
}
