package com.veetssuites.platform.course;

import com.veetssuites.platform.upkeep.BatchItems;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts the completed enrollments of courses anew: for after rows were changed with triggers
 * disabled, as a restore of single tables does.
 */
@Component
class CourseCounts implements BatchItems {

  private final JdbcClient jdbc;

  CourseCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String type() {
    return "course_counts";
  }

  /**
   * The rows are locked first, as the triggers do: what commits meanwhile adds to the new count.
   */
  @Override
  @Transactional
  public int process(List<Long> ids) {
    Long[] courses =
        jdbc.sql(
                """
                SELECT id
                  FROM courses
                 WHERE id = ANY (:ids)
                 ORDER BY id
                   FOR NO KEY UPDATE
                """)
            .param("ids", ids.toArray(Long[]::new))
            .query(Long.class)
            .list()
            .toArray(Long[]::new);
    List<Counted> wrong =
        jdbc.sql(
                """
                SELECT courses.id, count(enrollments.id) AS completed
                  FROM courses
                  LEFT JOIN enrollments ON enrollments.course_id = courses.id
                                       AND enrollments.payment_status = 'completed'
                 WHERE courses.id = ANY (:ids)
                 GROUP BY courses.id, courses.enrollment_count
                HAVING count(enrollments.id) <> courses.enrollment_count
                """)
            .param("ids", courses)
            .query((row, number) -> new Counted(row.getLong("id"), row.getLong("completed")))
            .list();
    // One by one, so that the cache drops these courses and no others; there are hardly any.
    for (Counted course : wrong) {
      jdbc.sql("UPDATE courses SET enrollment_count = :completed WHERE id = :id")
          .param("completed", course.completed())
          .param("id", course.id())
          .update();
    }
    return courses.length;
  }

  private record Counted(long id, long completed) {}
}
