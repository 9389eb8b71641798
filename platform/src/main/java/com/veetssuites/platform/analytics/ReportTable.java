package com.veetssuites.platform.analytics;

import java.util.List;

/**
 * The list in a report that is its table, and the columns of it. They are named as in JSON, and
 * their order never changes: what comes later comes last.
 */
record ReportTable(String list, List<String> columns) {

  static ReportTable of(ReportType type) {
    return switch (type) {
      case USER_ENGAGEMENT ->
          new ReportTable("days", List.of("date", "registrations", "log_ins", "active_students"));
      case COURSE_PERFORMANCE ->
          new ReportTable(
              "courses",
              List.of(
                  "course",
                  "title",
                  "instructor",
                  "enrollments",
                  "completed",
                  "pending",
                  "failed",
                  "conversion",
                  "revenue"));
      case ENROLLMENT_FUNNEL ->
          new ReportTable("days", List.of("date", "enrollments", "pending", "completed", "failed"));
      case RECORDING_USAGE ->
          new ReportTable(
              "courses",
              List.of(
                  "course",
                  "title",
                  "sessions",
                  "held",
                  "recorded",
                  "available",
                  "recording_rate"));
    };
  }
}
