package com.veetssuites.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** What each way of writing drops, and what it leaves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseCacheTest {

  private final School school = new School();

  @AfterAll
  void close() {
    school.close();
  }

  /** Queries by name; each row of the tables below says which of them a write drops. */
  private static final List<String[]> QUERIES =
      List.of(
          new String[] {"course 7", "SELECT id, title, price, enrolled FROM courses WHERE id = 7"},
          new String[] {"course 8", "SELECT id, title, price FROM courses WHERE id = 8"},
          new String[] {"course 7777", "SELECT id, title FROM courses WHERE id = 7777"},
          new String[] {"all titles", "SELECT title FROM courses"},
          new String[] {
            "published", "SELECT c.id, c.title FROM courses c WHERE c.published ORDER BY c.id"
          },
          new String[] {
            "with instructors",
            "SELECT c.id, c.price, u.name FROM courses c JOIN users u ON u.id = c.instructor_id"
                + " WHERE c.published ORDER BY c.price"
          },
          new String[] {"count", "SELECT count(*) FROM courses"},
          new String[] {
            "of student 4", "SELECT e.id, e.course_id FROM enrollments e WHERE e.student_id = 4"
          },
          new String[] {
            "of student 5", "SELECT e.id, e.course_id FROM enrollments e WHERE e.student_id = 5"
          },
          new String[] {"user 2", "SELECT id, name FROM users WHERE id = 2"},
          new String[] {"tags of 7", "SELECT tag FROM course_tags WHERE course_id = 7"},
          new String[] {"view", "SELECT title FROM published_courses"},
          new String[] {"archive", "SELECT id, title FROM archive"});

  @BeforeEach
  void fill() {
    for (String[] query : QUERIES) {
      school.value(query[0], () -> school.rows(query[1]));
      assertThat(school.cached(query[0])).as(query[0]).isTrue();
    }
  }

  private List<String> dropped() {
    return QUERIES.stream().map(query -> query[0]).filter(name -> !school.cached(name)).toList();
  }

  private static Arguments write(String name, String sql, String... dropped) {
    return arguments(name, (Consumer<School>) school -> school.jdbc.sql(sql).update(), dropped);
  }

  static Stream<Arguments> writes() {
    return Stream.of(
        write(
            "update by key of a column shown",
            "UPDATE courses SET title = title || '.' WHERE id = 7",
            "course 7",
            "all titles",
            "view"),
        write(
            "update by key of a row in no list",
            "UPDATE courses SET note = 'x' WHERE id = 7",
            "course 7",
            "view"),
        write(
            "update by key of a row in a list",
            "UPDATE courses SET note = 'x' WHERE id = 8",
            "course 8",
            "published",
            "with instructors",
            "view"),
        write("update of another row's name", "UPDATE users SET email = 'x' WHERE id = 9"),
        write(
            "update of a name shown",
            "UPDATE users SET name = 'x' || id WHERE id = 2",
            "with instructors",
            "user 2"),
        write("log-in", "INSERT INTO logins (user_id) VALUES (2)"),
        write(
            "enrollment",
            "INSERT INTO enrollments (student_id, course_id) VALUES (4, 12)",
            "of student 4"),
        write(
            "unenrollment", "DELETE FROM enrollments WHERE student_id = 4 AND course_id = 12",
            "of student 4", "of student 5"),
        write(
            "bulk update",
            "UPDATE courses SET price = price + 1 WHERE published",
            "course 7",
            "course 8",
            "course 7777",
            "all titles",
            "published",
            "with instructors",
            "count",
            "view"),
        write(
            "upsert",
            "INSERT INTO courses (id, title, instructor_id) VALUES (7, 'x', 1)"
                + " ON CONFLICT (id) DO UPDATE SET title = courses.title || '?'",
            "course 7",
            "course 8",
            "course 7777",
            "all titles",
            "published",
            "with instructors",
            "count",
            "view"),
        write(
            "insert or nothing",
            "INSERT INTO archive VALUES (1, 'x') ON CONFLICT DO NOTHING",
            "archive"),
        write(
            "data-modifying expression",
            "WITH old AS (UPDATE archive SET title = 'y' RETURNING id) INSERT INTO archive"
                + " SELECT -1 - id FROM old WHERE false",
            "archive"),
        write(
            "insert from a query",
            "INSERT INTO archive SELECT (random() * 1000000000)::int, name FROM users LIMIT 1",
            "archive"),
        write("truncate", "TRUNCATE archive", "archive"),
        write(
            "merge",
            "MERGE INTO archive a USING (SELECT 5 AS id) s ON a.id = s.id"
                + " WHEN NOT MATCHED THEN INSERT VALUES (5, 'z')",
            "archive"),
        write(
            "updatable view",
            "UPDATE published_courses SET title = title || '-' WHERE id = 2",
            "course 7",
            "course 8",
            "course 7777",
            "all titles",
            "published",
            "with instructors",
            "count",
            "view",
            "of student 4",
            "of student 5",
            "tags of 7"),
        write(
            "noting trigger",
            "INSERT INTO noted VALUES ((random() * 1000000000)::int, 7)",
            "course 7",
            "view"),
        write(
            "silent trigger",
            "INSERT INTO silent VALUES ((random() * 1000000000)::int, 7)",
            QUERIES.stream().map(query -> query[0]).toArray(String[]::new)),
        write("tag", "INSERT INTO course_tags VALUES (9, 'new' || random())"),
        write(
            "tag of a course",
            "INSERT INTO course_tags VALUES (7, 'new' || random())",
            "tags of 7"),
        write(
            "cascade in the database",
            "DELETE FROM courses WHERE id = 3",
            "count",
            "all titles",
            "of student 4",
            "of student 5",
            "tags of 7",
            "view"),
        write(
            "set null in the database",
            "DELETE FROM users WHERE id = 9",
            "course 7",
            "course 8",
            "course 7777",
            "all titles",
            "published",
            "with instructors",
            "count",
            "view"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void a_write_drops_what_it_changes_and_nothing_else_when_it_has_committed(
      String name, Consumer<School> write, String[] dropped) {
    school.transaction.executeWithoutResult(status -> {
      write.accept(school);
      status.setRollbackOnly();
    });
    assertThat(dropped()).as("after a rollback").isEmpty();

    school.transaction.executeWithoutResult(status -> {
      write.accept(school);
      assertThat(inAnotherThread(this::dropped)).as("before the commit").isEmpty();
    });

    assertThat(dropped()).containsExactlyInAnyOrder(dropped);
  }

  private static <T> T inAnotherThread(java.util.concurrent.Callable<T> call) {
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.submit(call).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_write_without_a_transaction_is_invalidated_before_it_returns() {
    school.jdbc.sql("UPDATE courses SET price = price + 1 WHERE id = ?").param(7).update();

    assertThat(dropped()).containsExactlyInAnyOrder("course 7", "view", "with instructors");
  }

  @Test
  void a_batch_marks_all_its_rows() throws SQLException {
    try (Connection connection = school.source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("UPDATE courses SET price = ? WHERE id = ?")) {
      for (int id : new int[] {7, 8}) {
        statement.setBigDecimal(1, java.math.BigDecimal.TEN);
        statement.setInt(2, id);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    assertThat(dropped()).contains("course 7", "course 8").doesNotContain("user 2");
  }

  @Test
  void what_a_driver_object_may_have_written_invalidates_everything() throws Exception {
    try (Connection connection = school.source.getConnection()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY archive FROM STDIN", new java.io.StringReader("900\tcopied\n"));
    }
    assertThat(dropped()).hasSize(QUERIES.size());
    school.run(school.raw, "DELETE FROM archive WHERE id = 900");
  }

  @Test
  void a_row_that_was_missing_is_there_once_it_is_inserted() {
    school
        .jdbc
        .sql("INSERT INTO courses (id, title, instructor_id) VALUES (?, ?, ?)")
        .params(7777L, "new", 1L)
        .update();

    assertThat(dropped()).contains("course 7777").doesNotContain("course 7", "course 8");
    school.run(school.raw, "DELETE FROM courses WHERE id = 7777");
    school.caches.invalidateEverything();
  }

  @Test
  void a_function_that_may_write_invalidates_everything() {
    school.jdbc.sql("SELECT rename_all()").query().singleValue();

    assertThat(dropped()).hasSize(QUERIES.size());
  }

  @Test
  void a_transaction_that_has_written_neither_reads_nor_fills() {
    school.transaction.executeWithoutResult(status -> {
      school.jdbc.sql("UPDATE courses SET title = 'mine' WHERE id = 7").update();
      String[] query = QUERIES.getFirst();
      assertThat(school.value(query[0], () -> school.rows(query[1]))).contains("mine");
      status.setRollbackOnly();
    });
    assertThat(school.value("course 7", () -> "not reached")).doesNotContain("mine");
  }

  @Test
  void a_repeatable_read_that_began_before_a_commit_fills_nothing() {
    school.transaction.setIsolationLevel(
        org.springframework.transaction.TransactionDefinition.ISOLATION_REPEATABLE_READ);
    try {
      String sql = "SELECT id, title FROM courses WHERE id = 6";
      school.transaction.executeWithoutResult(status -> {
        school.rows("SELECT 1");
        inAnotherThread(
            () -> school.jdbc.sql("UPDATE courses SET title = 'later' WHERE id = 6").update());
        assertThat(school.value("course 6", () -> school.rows(sql))).doesNotContain("later");
      });
      assertThat(school.value("course 6", () -> school.rows(sql))).contains("later");
    } finally {
      school.transaction.setIsolationLevel(
          org.springframework.transaction.TransactionDefinition.ISOLATION_DEFAULT);
    }
  }

  @Test
  void an_explicit_invalidation_waits_for_the_commit() {
    school.transaction.executeWithoutResult(status -> {
      school.values.invalidate("user 2");
      assertThat(inAnotherThread(this::dropped)).isEmpty();
    });
    assertThat(dropped()).containsExactly("user 2");
  }
}
