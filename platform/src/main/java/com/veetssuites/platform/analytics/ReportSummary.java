package com.veetssuites.platform.analytics;

import java.time.Instant;
import java.time.LocalDate;

/** A report as lists show it. */
record ReportSummary(
    long id, ReportType reportType, LocalDate dateFrom, LocalDate dateTo, Instant generatedAt) {

  static ReportSummary of(ArchivedReport report) {
    return new ReportSummary(
        report.id(), report.reportType(), report.dateFrom(), report.dateTo(), report.generatedAt());
  }
}
