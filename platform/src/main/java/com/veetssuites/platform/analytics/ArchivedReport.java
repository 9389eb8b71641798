package com.veetssuites.platform.analytics;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;

/** The row of a report without what it says, for lists. */
@Entity
@Immutable
@Table(name = "analytics_reports")
class ArchivedReport {

  @Id private long id;

  @Column(nullable = false)
  private String reportType;

  @Column(nullable = false)
  private LocalDate dateFrom;

  @Column(nullable = false)
  private LocalDate dateTo;

  @Column(name = "created_at", nullable = false)
  private Instant generatedAt;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected ArchivedReport() {}

  long id() {
    return id;
  }

  ReportType reportType() {
    return ReportType.of(reportType).orElseThrow();
  }

  LocalDate dateFrom() {
    return dateFrom;
  }

  LocalDate dateTo() {
    return dateTo;
  }

  Instant generatedAt() {
    return generatedAt;
  }
}
