package com.veetssuites.platform.analytics;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.upkeep.CleanUp;
import com.veetssuites.platform.upkeep.CleanUpContext;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageQuery;
import com.veetssuites.platform.web.PageReader;
import com.veetssuites.platform.web.PageRequest;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The reports that were kept: of a type and a period one a day, the last. */
@Repository
class ReportArchive implements CleanUp {

  private final JdbcClient jdbc;
  private final PageReader pages;
  private final JsonMapper json;
  private final AnalyticsProperties properties;

  ReportArchive(
      JdbcClient jdbc, PageReader pages, JsonMapper json, AnalyticsProperties properties) {
    this.jdbc = jdbc;
    this.pages = pages;
    this.json = json;
    this.properties = properties;
  }

  /**
   * Keeps a report, in the place of an earlier one of the day.
   *
   * @param content what it says, as JSON
   * @return its id
   */
  @Transactional
  long keep(Report report, String content) {
    OffsetDateTime generatedAt = report.generatedAt().atOffset(UTC);
    jdbc.sql(
            """
            INSERT INTO analytics_reports AS kept (report_type, date_from, date_to, content, created_at)
            VALUES (:type, :from, :to, CAST(:content AS jsonb), :generatedAt)
            ON CONFLICT (report_type, date_from, date_to, generated_on) DO UPDATE
               SET content = excluded.content,
                   created_at = excluded.created_at
             WHERE kept.created_at <= excluded.created_at
            """)
        .param("type", report.reportType().value())
        .param("from", report.dateFrom())
        .param("to", report.dateTo())
        .param("content", content)
        .param("generatedAt", generatedAt)
        .update();
    return jdbc.sql(
            """
            SELECT id
              FROM analytics_reports
             WHERE report_type = :type
               AND date_from = :from
               AND date_to = :to
               AND generated_on = :day
            """)
        .param("type", report.reportType().value())
        .param("from", report.dateFrom())
        .param("to", report.dateTo())
        .param("day", generatedAt.toLocalDate())
        .query(Long.class)
        .single();
  }

  Page<ReportSummary> page(PageRequest request, @Nullable ReportType type) {
    return pages
        .read(
            request,
            type == null
                ? new PageQuery<>(ArchivedReport.class, List.of(), "1 = 1", Map.of())
                : new PageQuery<>(
                    ArchivedReport.class,
                    List.of(),
                    "e.reportType = :type",
                    Map.of("type", type.value())))
        .map(ReportSummary::of);
  }

  Optional<StoredReport> find(long id) {
    return jdbc.sql(
            """
            SELECT id, report_type, date_from, date_to, created_at, content
              FROM analytics_reports
             WHERE id = :id
            """)
        .param("id", id)
        .query((row, number) ->
            new StoredReport(
                row.getLong("id"),
                ReportType.of(row.getString("report_type")).orElseThrow(),
                row.getObject("date_from", LocalDate.class),
                row.getObject("date_to", LocalDate.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                json.readTree(row.getString("content"))))
        .optional();
  }

  @Override
  public String name() {
    return "analytics reports";
  }

  @Override
  public long run(CleanUpContext context) throws InterruptedException {
    OffsetDateTime before = context.before(properties.reportsKept()).atOffset(UTC);
    return context.batches(most ->
        jdbc.sql(
                """
                DELETE FROM analytics_reports
                 WHERE id IN (SELECT id
                                FROM analytics_reports
                               WHERE created_at < :before
                               ORDER BY created_at
                               LIMIT :most)
                """)
            .param("before", before)
            .param("most", most)
            .update());
  }
}
