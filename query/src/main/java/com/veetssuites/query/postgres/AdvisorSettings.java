package com.veetssuites.query.postgres;

import java.time.Duration;
import java.util.List;

/**
 * What makes an index worth proposing.
 *
 * @param schemas that are looked at for findings
 * @param leastRows of a table
 * @param leastShare of all database time that a statement takes
 * @param leastCalls of a statement
 * @param mostStatements whose plans are looked at
 * @param mostSelected the largest share of the rows of a table that the filter may leave
 * @param leastReadsPerWrite rows read for each row written
 * @param unusedAfter how long the statistics must have counted before an index is called unused
 * @param unusedScans how often its table must have been read meanwhile
 * @param timeout for each question to the database
 */
public record AdvisorSettings(
    List<String> schemas,
    long leastRows,
    double leastShare,
    long leastCalls,
    int mostStatements,
    double mostSelected,
    double leastReadsPerWrite,
    Duration unusedAfter,
    long unusedScans,
    Duration timeout) {

  public static AdvisorSettings usual() {
    return new AdvisorSettings(
        List.of("public"),
        500,
        0.01,
        5,
        50,
        0.05,
        1,
        Duration.ofDays(7),
        1_000,
        Duration.ofSeconds(5));
  }
}
