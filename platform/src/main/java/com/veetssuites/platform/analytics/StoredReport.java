package com.veetssuites.platform.analytics;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;

/**
 * A report that was kept.
 *
 * @param dateFrom the first day, in UTC
 * @param dateTo the last day, included
 */
record StoredReport(
    long id,
    ReportType reportType,
    LocalDate dateFrom,
    LocalDate dateTo,
    Instant generatedAt,
    @Schema(implementation = Report.Content.class) JsonNode content) {}
