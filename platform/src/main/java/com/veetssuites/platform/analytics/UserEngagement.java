package com.veetssuites.platform.analytics;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;

/**
 * Who joined and who came back.
 *
 * @param registrations new accounts
 * @param logIns log-ins of anybody
 * @param activeStudents students who logged in or enrolled, each counted once
 */
record UserEngagement(
    long registrations,
    long studentRegistrations,
    long instructorRegistrations,
    long logIns,
    long activeStudents,
    List<Day> days)
    implements Report.Content {

  /** The same of one day; every day of the period has one. */
  @Schema(name = "EngagementDay")
  record Day(LocalDate date, long registrations, long logIns, long activeStudents) {}
}
