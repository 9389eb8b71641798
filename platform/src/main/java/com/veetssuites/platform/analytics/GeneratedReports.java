package com.veetssuites.platform.analytics;

import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What the making of reports has come to. */
@JsonNaming(SnakeCaseStrategy.class)
record GeneratedReports(List<Generated> reports) {

  /**
   * One report.
   *
   * @param id to read it by
   * @param figures what it says but for its lists
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Generated(
      long id, ReportType reportType, LocalDate dateFrom, LocalDate dateTo, JsonNode figures) {}
}
