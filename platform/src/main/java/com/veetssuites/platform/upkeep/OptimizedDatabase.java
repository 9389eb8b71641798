package com.veetssuites.platform.upkeep;

import com.veetssuites.query.postgres.BuildReport;
import com.veetssuites.query.postgres.IndexResult;
import com.veetssuites.query.postgres.VacuumResult;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What an optimisation has done.
 *
 * @param complete whether every declared index is there, and every table was vacuumed
 * @param indexesThere those that were there before
 * @param tables those that were vacuumed and analysed
 * @param bytesBefore of the tables with their indexes
 * @param deadRowsBefore rows that were deleted or replaced and still took room
 * @param problems a sentence each, of the first fifty
 */
@JsonNaming(SnakeCaseStrategy.class)
record OptimizedDatabase(
    boolean complete,
    long indexesThere,
    List<String> indexesCreated,
    long tables,
    long bytesBefore,
    long bytesAfter,
    long deadRowsBefore,
    long deadRowsAfter,
    List<String> problems) {

  private static final int MOST_PROBLEMS = 50;

  static OptimizedDatabase of(BuildReport build, List<VacuumResult> vacuum) {
    List<VacuumResult> unfinished =
        vacuum.stream().filter(each -> each.outcome() != VacuumResult.Outcome.DONE).toList();
    return new OptimizedDatabase(
        build.complete() && unfinished.isEmpty(),
        count(build, IndexResult.Outcome.PRESENT),
        build.results().stream()
            .filter(each -> each.outcome() == IndexResult.Outcome.CREATED)
            .map(each -> each.index().name())
            .toList(),
        vacuum.size() - unfinished.size(),
        vacuum.stream().mapToLong(VacuumResult::bytesBefore).sum(),
        vacuum.stream().mapToLong(VacuumResult::bytesAfter).sum(),
        vacuum.stream().mapToLong(VacuumResult::deadBefore).sum(),
        vacuum.stream().mapToLong(VacuumResult::deadAfter).sum(),
        Stream.concat(
                build.results().stream()
                    .filter(each -> each.outcome() == IndexResult.Outcome.FAILED)
                    .map(each -> each.index().name() + ": " + each.message()),
                unfinished.stream().map(each -> each.table() + ": " + each.message()))
            .limit(MOST_PROBLEMS)
            .toList());
  }

  private static long count(BuildReport build, IndexResult.Outcome outcome) {
    return build.results().stream().filter(each -> each.outcome() == outcome).count();
  }
}
