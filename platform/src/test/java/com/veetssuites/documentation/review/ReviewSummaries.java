package com.veetssuites.documentation.review;

import com.veetssuites.task.TaskHandler;
import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sums up what reviews say. */
@Component
class ReviewSummaries {

  private final JdbcClient jdbc;

  ReviewSummaries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Summary(long count, BigDecimal average) {}

  @TaskHandler(queue = "analytics", maxRetries = 3, backoff = "30s")
  Summary summarize(SummarizeReviews task) {
    return jdbc.sql(
            """
            SELECT count(*) AS count, round(avg(rating), 2) AS average
              FROM reviews
             WHERE course_id = :course
            """)
        .param("course", task.courseId())
        .query(Summary.class)
        .single();
  }
}
