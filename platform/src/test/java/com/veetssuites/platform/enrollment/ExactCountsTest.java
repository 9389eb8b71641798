package com.veetssuites.platform.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The invariant: in every committed state, {@code courses.enrollment_count} is the number of
 * completed enrollments of the course, and {@code published_course_counts} adds up to the number of
 * published courses.
 *
 * <p>It is searched for violations by random histories: many clients enroll, settle by callback and
 * by hand, publish, unpublish and delete a few courses through the API, while bulk statements
 * insert, settle and delete enrollments beneath it. Each client follows a random sequence of its
 * own that only depends on the seed; {@code -Dveets.seed=…} plays the same sequences again.
 */
class ExactCountsTest {

  private static final long SEED = Long.getLong("veets.seed", System.nanoTime());
  private static final int CLIENTS = 12;
  private static final int STEPS = Integer.getInteger("veets.steps", 60);
  private static final int COURSES = 5;
  private static final int STUDENTS = 6;

  private final PlatformServer server = PlatformServer.shared();
  private final JdbcClient database = server.database();
  private final Account admin = server.admin();
  private final Account instructor = server.instructor();
  private final List<Account> students = new ArrayList<>();
  private final AtomicLongArray courses = new AtomicLongArray(COURSES);
  private final Set<Integer> statuses = Collections.synchronizedSet(new HashSet<>());
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void takeTheCoursesOutOfTheCatalogue() {
    database
        .sql("UPDATE courses SET is_published = false WHERE instructor_id = :id")
        .param("id", instructor.id())
        .update();
  }

  @Test
  void the_kept_counts_are_the_counted_ones_after_any_history() throws Exception {
    System.out.printf("ExactCountsTest: -Dveets.seed=%d -Dveets.steps=%d%n", SEED, STEPS);
    for (int i = 0; i < STUDENTS; i++) {
      students.add(server.student());
    }
    for (int i = 0; i < COURSES; i++) {
      courses.set(i, newCourse(i));
    }
    List<Callable<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      var random = new Random(SEED + i);
      boolean bulk = i % 4 == 3;
      clients.add(() -> {
        for (int step = 0; step < STEPS; step++) {
          if (bulk) {
            bulkStep(random);
          } else {
            step(random);
          }
          if (step % 10 == 0) {
            check();
          }
        }
        return null;
      });
    }
    Together.all(clients);
    assertThat(wrong).as("seed %d", SEED).isEmpty();
    check();
    System.out.println("ExactCountsTest: statuses seen " + statuses);
    assertThat(statuses).as("the history did something").contains(200, 201, 204);
  }

  private long newCourse(int slot) {
    return server.course(instructor, slot % 2 == 0 ? "0" : "9.99", true);
  }

  private void step(Random random) {
    int slot = random.nextInt(COURSES);
    long course = courses.get(slot);
    Account student = students.get(random.nextInt(STUDENTS));
    String outcome = random.nextBoolean() ? "completed" : "failed";
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> note(student.client().post("/api/courses/" + course + "/enroll/", null));
      case 4, 5 -> {
        for (long enrollment : enrollments(course)) {
          note(
              admin
                  .client()
                  .patch(
                      "/api/enrollments/" + enrollment + "/",
                      Map.of("payment_status", outcome),
                      "If-Match",
                      "*"));
        }
      }
      case 6 -> payments(course).forEach(payment -> note(report(payment, outcome)));
      case 7, 8 ->
          note(
              instructor
                  .client()
                  .patch(
                      "/api/courses/" + course + "/",
                      Map.of("is_published", random.nextBoolean()),
                      "If-Match",
                      "*"));
      default -> {
        // A course goes with the last of its enrollments; meanwhile others may enroll again.
        sql("DELETE FROM enrollments WHERE course_id = " + course);
        Answer answer = instructor.client().delete("/api/courses/" + course + "/", "If-Match", "*");
        note(answer);
        if (answer.status() == 204) {
          courses.compareAndSet(slot, course, newCourse(slot));
        }
      }
    }
  }

  /** Statements of many rows, over several courses, as imports and clean-ups are. */
  private void bulkStep(Random random) {
    String mine =
        "course_id IN (SELECT id FROM courses WHERE instructor_id = %d)".formatted(instructor.id());
    String status = List.of("pending", "completed", "failed").get(random.nextInt(3));
    switch (random.nextInt(4)) {
      case 0 ->
          sql(
              """
              INSERT INTO enrollments (student_id, course_id, payment_status)
              SELECT users.id, courses.id, '%s'
                FROM users, courses
               WHERE courses.instructor_id = %d AND users.id = ANY ('{%s}')
               ORDER BY random()
               LIMIT 8
              ON CONFLICT DO NOTHING
              """
                  .formatted(
                      status,
                      instructor.id(),
                      String.join(",", students.stream().map(s -> "" + s.id()).toList())));
      case 1 ->
          sql(
              "UPDATE enrollments SET payment_status = '%s' WHERE %s AND id %% 3 = %d"
                  .formatted(status, mine, random.nextInt(3)));
      case 2 ->
          sql(
              "DELETE FROM enrollments WHERE %s AND id %% 4 = %d"
                  .formatted(mine, random.nextInt(4)));
      default ->
          sql(
              "UPDATE courses SET is_published = NOT is_published WHERE instructor_id = %d AND id %% 2 = %d"
                  .formatted(instructor.id(), random.nextInt(2)));
    }
  }

  /**
   * Two statements of many rows may deadlock, and then one is undone: that is not at stake here.
   */
  private void sql(String statement) {
    try {
      database.sql(statement).update();
    } catch (PessimisticLockingFailureException | DataIntegrityViolationException e) {
      statuses.add(0);
    }
  }

  private List<Long> enrollments(long course) {
    return database
        .sql("SELECT id FROM enrollments WHERE course_id = ? LIMIT 3")
        .param(course)
        .query((row, i) -> row.getLong(1))
        .list();
  }

  private List<String> payments(long course) {
    return database
        .sql(
            "SELECT payment_id FROM enrollments WHERE course_id = ? AND payment_id IS NOT NULL LIMIT 3")
        .param(course)
        .query((row, i) -> row.getString(1))
        .list();
  }

  private Answer report(String payment, String outcome) {
    return PaymentCallbackTest.report(server, payment, outcome);
  }

  private void note(Answer answer) {
    statuses.add(answer.status());
    if (answer.status() >= 500 || answer.status() == 400) {
      wrong.add(answer.request() + ": " + answer.status() + " " + answer.body());
    }
  }

  private void check() {
    List<String> off =
        database
            .sql(
                """
                SELECT courses.id, enrollment_count AS kept, count(enrollments.id) AS counted
                  FROM courses
                  LEFT JOIN enrollments ON enrollments.course_id = courses.id
                                       AND enrollments.payment_status = 'completed'
                 GROUP BY courses.id
                HAVING enrollment_count <> count(enrollments.id)
                """)
            .query((row, i) ->
                "course %d: kept %d, counted %d"
                    .formatted(row.getLong("id"), row.getLong("kept"), row.getLong("counted")))
            .list();
    assertThat(off).as("enrollment counts, seed %d", SEED).isEmpty();
    String published =
        database
            .sql(
                """
                SELECT (SELECT sum(count) FROM published_course_counts) AS kept,
                       (SELECT count(*) FROM courses WHERE is_published) AS counted
                """)
            .query((row, i) ->
                row.getLong("kept") == row.getLong("counted")
                    ? ""
                    : "kept %d, counted %d".formatted(row.getLong("kept"), row.getLong("counted")))
            .single();
    assertThat(published).as("published courses, seed %d", SEED).isEmpty();
  }
}
