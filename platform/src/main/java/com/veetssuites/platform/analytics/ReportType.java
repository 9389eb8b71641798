package com.veetssuites.platform.analytics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reports that there are. */
enum ReportType {
  USER_ENGAGEMENT,
  COURSE_PERFORMANCE,
  ENROLLMENT_FUNNEL,
  RECORDING_USAGE;

  @JsonValue
  String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ReportType> of(String value) {
    return Arrays.stream(values()).filter(type -> type.value().equals(value)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(ReportType::value).collect(Collectors.joining(", "));
  }
}
