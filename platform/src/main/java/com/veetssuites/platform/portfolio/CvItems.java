package com.veetssuites.platform.portfolio;

import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.upkeep.BatchItems;
import com.veetssuites.task.Tasks;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Portfolios whose documents are read anew, each by a task of its own. */
@Component
class CvItems implements BatchItems {

  private final JdbcClient jdbc;
  private final Tasks tasks;
  private final Clock clock;

  CvItems(JdbcClient jdbc, Tasks tasks, Clock clock) {
    this.jdbc = jdbc;
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "cv";
  }

  /** What is being read at this moment is left alone. */
  @Override
  @Transactional
  public int process(List<Long> ids) {
    List<Long> there =
        jdbc.sql(
                """
                UPDATE portfolios
                   SET status = 'uploaded',
                       status_reason = NULL,
                       updated_at = :now,
                       version = version + 1
                 WHERE id = ANY (:ids)
                   AND status <> 'processing'
                RETURNING id
                """)
            .param("now", clock.instant().atOffset(UTC))
            .param("ids", ids.toArray(Long[]::new))
            .query((row, number) -> row.getLong("id"))
            .list();
    tasks.enqueueAll(there.stream().map(ProcessCvUpload::new).toList());
    return there.size();
  }
}
