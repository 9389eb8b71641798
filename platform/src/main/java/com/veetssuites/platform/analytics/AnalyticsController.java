package com.veetssuites.platform.analytics;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports, for administrators. */
@RestController
@RequestMapping("/api/analytics")
@Tag(name = "analytics")
class AnalyticsController {

  private final Reports reports;
  private final Clock clock;

  AnalyticsController(Reports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @GetMapping("/{report_type}")
  @Operation(
      summary = "A report on a period (administrators)",
      description = "By default on the last 30 days up to today, in UTC; at most on 366 days.")
  Report report(
      @Parameter(schema = @Schema(implementation = ReportType.class)) @PathVariable("report_type")
          String reportType,
      @Parameter(schema = @Schema(type = "string", format = "date"))
          @RequestParam(name = "date_from", required = false)
          @Nullable String dateFrom,
      @Parameter(schema = @Schema(type = "string", format = "date"))
          @RequestParam(name = "date_to", required = false)
          @Nullable String dateTo) {
    ReportType type = ReportType.of(reportType).orElseThrow(ReportNotFound::new);
    return reports.make(
        type, Period.of(dateFrom, dateTo, LocalDate.ofInstant(clock.instant(), UTC)));
  }

  /** There is no report of that name. */
  static final class ReportNotFound extends Problem {
    ReportNotFound() {
      super(HttpStatus.NOT_FOUND, "There is no such report; there are " + ReportType.names() + ".");
    }
  }
}
