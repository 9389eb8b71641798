package com.veetssuites.platform.analytics;

import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.platform.web.Listing;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageRequest;
import com.veetssuites.platform.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports that were made by a task and kept, for administrators. */
@RestController
@RequestMapping("/api/analytics/reports")
@Tag(name = "analytics")
class ReportController {

  private final ReportArchive archive;

  ReportController(ReportArchive archive) {
    this.archive = archive;
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
