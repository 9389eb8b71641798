package com.veetssuites.platform.analytics;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.platform.web.Listing;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageRequest;
import com.veetssuites.platform.web.Problem;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.Tasks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reports that were made by a task and kept, for administrators. */
@RestController
@RequestMapping("/api/analytics/reports")
@Tag(name = "analytics")
class ReportController {

  private final ReportArchive archive;
  private final Tasks tasks;
  private final Clock clock;

  ReportController(ReportArchive archive, Tasks tasks, Clock clock) {
    this.archive = archive;
    this.tasks = tasks;
    this.clock = clock;
  }

  /**
   * A report that is to be made.
   *
   * @param dateFrom the first day, in UTC; without it 30 days up to the last
   * @param dateTo the last day, included; without it today
   */
  record NewReport(
      @NotNull ReportType reportType,
      @Schema(format = "date") @Nullable String dateFrom,
      @Schema(format = "date") @Nullable String dateTo) {}

  /** The task that makes a report; its result has the id of the report. */
  record EnqueuedReport(String taskId) {}

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Make a report, and keep it (administrators)",
      description =
          "Answers at once: `Location` is the task that makes it, whose result has the id. The same report is not"
              + " made twice at a time; made again on the same day it takes the place of the one before.")
  @ApiResponse(
      responseCode = "202",
      description = "Enqueued",
      headers =
          @Header(
              name = HttpHeaders.LOCATION,
              description = "The task",
              schema = @Schema(type = "string", format = "uri-reference")))
  ResponseEntity<EnqueuedReport> make(
      @Valid @RequestBody NewReport report, @AuthenticationPrincipal Viewer viewer) {
    Period period =
        Period.of(report.dateFrom(), report.dateTo(), LocalDate.ofInstant(clock.instant(), UTC));
    String range = DateRange.format(period);
    TaskId task =
        tasks.enqueue(
            new GenerateAnalyticsReport(report.reportType().value(), range),
            options ->
                options
                    .uniqueKey("report:%s:%s".formatted(report.reportType().value(), range))
                    .owner(viewer.taskOwner()));
    return ResponseEntity.accepted()
        .location(URI.create("/api/tasks/" + task + "/"))
        .body(new EnqueuedReport(task.toString()));
  }

  @GetMapping
  @Operation(summary = "The reports that were kept, the newest first (administrators)")
  Page<ReportSummary> list(
      @Listing(orderings = "-generated_at", filters = "report_type") PageRequest page,
      @RequestParam(name = "report_type", required = false) @Nullable ReportType reportType) {
    return archive.page(page, reportType);
  }

  @GetMapping(
      path = "/{id}",
      produces = {MediaType.APPLICATION_JSON_VALUE, ReportCsv.TYPE})
  @Operation(
      summary = "A report that was kept, as JSON or CSV (administrators)",
      description =
          "As CSV (`Accept: text/csv` or `?format=csv`) it is the table of the report, with the names of its JSON"
              + " as the first line: of user_engagement and enrollment_funnel a row a day, of course_performance"
              + " and recording_usage a row a course. Amounts in several currencies are one text, as in"
              + " `49.90 USD; 10.00 EUR`. A text that a spreadsheet would take for a formula has an apostrophe before it.")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = StoredReport.class)),
        @Content(mediaType = ReportCsv.TYPE, schema = @Schema(type = "string"))
      })
  ResponseEntity<StoredReport> detail(
      @PathVariable long id,
      @Parameter(schema = @Schema(allowableValues = {"json", "csv"}))
          @RequestParam(required = false)
          @Nullable String format) {
    MediaType type =
        switch (format) {
          case null -> null;
          case "json" -> MediaType.APPLICATION_JSON;
          case "csv" -> MediaType.parseMediaType(ReportCsv.TYPE + ";charset=UTF-8");
          default -> throw new InvalidRequest("format", "must be json or csv");
        };
    StoredReport report = archive.find(id).orElseThrow(() -> new ReportNotFound(id));
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    return (type == null ? answer : answer.contentType(type)).body(report);
  }

  /** No report of that id was kept, or not for so long. */
  static final class ReportNotFound extends Problem {
    ReportNotFound(long id) {
      super(HttpStatus.NOT_FOUND, "There is no report %d.".formatted(id));
    }
  }
}
