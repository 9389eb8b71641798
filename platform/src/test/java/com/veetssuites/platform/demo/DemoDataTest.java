package com.veetssuites.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.ProgressBar;
import com.veetssuites.testing.PostgresExtension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

@ExtendWith(PostgresExtension.class)
class DemoDataTest {

  private static final List<String> TABLES =
      List.of("users", "courses", "enrollments", "sessions", "portfolios");
  private static final DemoSize SIZE = new DemoSize(80, 60, 900, 200);

  private final PasswordEncoder passwords =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();
  private final DataSource database;
  private final JdbcClient sql;

  DemoDataTest(DataSource database) {
    this.database = database;
    sql = JdbcClient.create(database);
  }

  @BeforeEach
  void migrate() {
    migrate(database);
  }

  @Test
  void the_numbers_are_those_that_were_asked_for() {
    DemoData.Loaded loaded = load(DemoPlan.of(SIZE));

    assertThat(counts())
        .containsEntry("users", 80L)
        .containsEntry("courses", 60L)
        .containsEntry("enrollments", 900L)
        .containsEntry("sessions", 200L)
        .containsEntry("portfolios", (long) loaded.portfolios());
    assertThat(loaded.users()).isEqualTo(80);
    assertThat(loaded.enrollments()).isEqualTo(900);
    assertThat(loaded.portfolios()).isGreaterThan(5);
  }

  @Test
  void the_same_seed_makes_the_same_rows_in_another_database() {
    load(DemoPlan.of(SIZE));
    var other = new PGSimpleDataSource();
    other.setUrl(PostgresExtension.createDatabase());
    migrate(other);
    new DemoData(other, passwords).load(DemoPlan.of(SIZE), ProgressBar.silent());

    for (String table : TABLES) {
      assertThat(rows(sql, table)).isEqualTo(rows(JdbcClient.create(other), table));
    }
  }

  @Test
  void loading_the_same_again_adds_nothing() {
    load(DemoPlan.of(SIZE));
    Map<String, List<String>> before = allRows();

    assertThat(load(DemoPlan.of(SIZE)).nothing()).isTrue();
    assertThat(allRows()).isEqualTo(before);
  }

  @Test
  void a_smaller_size_adds_and_removes_nothing() {
    load(DemoPlan.of(SIZE));
    Map<String, List<String>> before = allRows();

    assertThat(load(DemoPlan.of(new DemoSize(13, 10, 90, 5))).nothing()).isTrue();
    assertThat(allRows()).isEqualTo(before);
  }

  @Test
  void a_larger_size_adds_what_is_missing_and_keeps_what_is_there() {
    load(DemoPlan.of(SIZE));
    Map<String, List<String>> before = allRows();

    load(DemoPlan.of(new DemoSize(150, 100, 3000, 500)));

    assertThat(counts())
        .containsEntry("users", 150L)
        .containsEntry("courses", 100L)
        .containsEntry("enrollments", 3000L)
        .containsEntry("sessions", 500L);
    for (String table : List.of("users", "sessions", "portfolios")) {
      assertThat(rows(sql, table)).containsAll(before.get(table));
    }
    assertThatCountsAreExact();
  }

  @Test
  void growing_one_number_makes_the_rows_of_the_larger_size() {
    load(DemoPlan.of(new DemoSize(80, 60, 900, 50)));
    load(DemoPlan.of(new DemoSize(80, 60, 900, 200)));
    List<String> grown = titles();

    var other = new PGSimpleDataSource();
    other.setUrl(PostgresExtension.createDatabase());
    migrate(other);
    new DemoData(other, passwords).load(DemoPlan.of(SIZE), ProgressBar.silent());

    assertThat(grown).isEqualTo(titles(JdbcClient.create(other)));
  }

  @Test
  void another_seed_makes_other_rows_beside_the_first() {
    load(DemoPlan.of(SIZE));
    load(new DemoPlan(SIZE, 2, false, null));

    assertThat(counts())
        .containsEntry("users", 157L) // both have the three accounts
        .containsEntry("courses", 120L)
        .containsEntry("enrollments", 1800L)
        .containsEntry("sessions", 400L);
    assertThatCountsAreExact();
  }

  @Test
  void every_possible_enrollment_can_be_asked_for() {
    int students = DemoPeople.students(23);
    load(DemoPlan.of(new DemoSize(23, 20, students * 18, 0)));

    assertThat(counts()).containsEntry("enrollments", students * 18L);
    assertThatCountsAreExact();
  }

  @Test
  void the_smallest_size_is_the_accounts_alone() {
    DemoData.Loaded loaded = load(DemoPlan.of(new DemoSize(3, 0, 0, 0)));

    assertThat(loaded.accounts())
        .containsExactly(
            new DemoData.Account("student@example.com", "student", "demo-password"),
            new DemoData.Account("instructor@example.com", "instructor", "demo-password"),
            new DemoData.Account("admin@example.com", "admin", "demo-password"));
    assertThat(counts()).containsEntry("users", 3L);
  }

  @Test
  void the_kept_counts_are_exact() {
    load(DemoPlan.of(SIZE));

    assertThatCountsAreExact();
  }

  @Test
  void the_demo_accounts_have_something_to_show() {
    load(DemoPlan.of(DemoSize.SMALL));

    assertThat(
            count(
                "courses JOIN users ON users.id = instructor_id",
                "email = 'instructor@example.com' AND is_published"))
        .isEqualTo(4);
    assertThat(
            count(
                "sessions JOIN courses ON courses.id = course_id JOIN users ON users.id = instructor_id",
                "email = 'instructor@example.com'"))
        .isGreaterThanOrEqualTo(4);
    assertThat(
            count(
                "enrollments JOIN users ON users.id = student_id", "email = 'student@example.com'"))
        .isGreaterThanOrEqualTo(4);
    assertThat(
            count(
                "portfolios JOIN users ON users.id = user_id",
                "email IN ('student@example.com', 'instructor@example.com')"))
        .isEqualTo(2);
  }

  @Test
  void the_data_is_believable() {
    load(DemoPlan.of(new DemoSize(500, 1000, 20_000, 2000)));

    assertThat(count("courses", "is_published")).isEqualTo(900);
    assertThat(count("enrollments", "payment_status = 'completed'")).isBetween(16_500L, 18_500L);
    assertThat(
            count(
                "enrollments JOIN courses ON courses.id = course_id",
                "price = 0 AND payment_status <> 'completed'"))
        .isZero();
    assertThat(
            count(
                "enrollments JOIN courses ON courses.id = course_id",
                "(payment_id IS NULL) <> (price = 0)"))
        .isZero();
    assertThat(count("enrollments JOIN courses ON courses.id = course_id", "NOT is_published"))
        .isZero();
    assertThat(count("enrollments JOIN users ON users.id = student_id", "role <> 'student'"))
        .isZero();
    assertThat(count("courses JOIN users ON users.id = instructor_id", "role <> 'instructor'"))
        .isZero();
    assertThat(
            count(
                "enrollments JOIN courses ON courses.id = course_id JOIN users ON users.id = student_id",
                "enrolled_at < created_at OR enrolled_at < date_joined OR enrolled_at > '2026-11-01Z'"))
        .isZero();
    assertThat(
            count(
                "sessions JOIN courses ON courses.id = course_id",
                "sessions.created_at < courses.created_at OR scheduled_at < sessions.created_at"))
        .isZero();
    assertThat(count("sessions", "scheduled_at > '2026-11-02Z'")).isBetween(600L, 1000L);
    assertThat(count("sessions", "recording_status = 'available'")).isBetween(500L, 900L);
    assertThat(count("sessions", "recording_status <> 'none' AND scheduled_at > '2026-11-02Z'"))
        .isZero();
    // A few courses have a large part of all enrollments, and most of them have some.
    long top =
        sql.sql(
                "SELECT sum(c) FROM (SELECT count(*) AS c FROM enrollments GROUP BY course_id ORDER BY 1 DESC LIMIT 90) AS t")
            .query(Long.class)
            .single();
    assertThat(top).isBetween(5_000L, 14_000L);
    assertThat(count("(SELECT DISTINCT course_id FROM enrollments) AS t", "true"))
        .isGreaterThan(800);
    assertThat(count("(SELECT DISTINCT title FROM courses) AS t", "true")).isEqualTo(1000);
  }

  @Test
  void rows_of_real_users_stay_as_they_are_and_new_ones_fit_in() {
    sql.sql(
            """
            INSERT INTO users (email, password_hash, first_name, last_name, role)
            VALUES ('ada@school.test', 'x', 'Ada', 'L', 'instructor'),
                   ('bob@school.test', 'x', 'Bob', 'M', 'student')
            """)
        .update();
    sql.sql("INSERT INTO courses (title, instructor_id, is_published) VALUES ('Mine', 1, true)")
        .update();
    sql.sql(
            "INSERT INTO enrollments (student_id, course_id, payment_status) VALUES (2, 1, 'completed')")
        .update();
    Map<String, List<String>> before = allRows();

    load(new DemoPlan(SIZE, 1, true, null));

    for (String table : TABLES) {
      assertThat(rows(sql, table)).containsAll(before.get(table));
    }
    assertThat(counts()).containsEntry("users", 82L).containsEntry("enrollments", 901L);
    assertThatCountsAreExact();
    sql.sql(
            """
            INSERT INTO users (email, password_hash, first_name, last_name, role)
            VALUES ('cy@school.test', 'x', 'Cy', 'N', 'student')
            """)
        .update();
    sql.sql("INSERT INTO courses (title, instructor_id) VALUES ('Mine too', 1)").update();
    assertThat(counts()).containsEntry("users", 83L).containsEntry("courses", 62L);
  }

  @Test
  void a_database_with_real_users_is_refused() {
    register("ada@school.test", "student");

    assertThatThrownBy(() -> load(DemoPlan.of(SIZE)))
        .isInstanceOf(CommandFailed.class)
        .hasMessageStartingWith("The database holds a user who is not demo data")
        .hasMessageContaining("--force");
    assertThat(counts()).containsEntry("users", 1L).containsEntry("courses", 0L);
  }

  @Test
  void nobody_knows_the_passwords_of_accounts_that_were_forced_among_real_users() {
    register("ada@school.test", "student");

    DemoData.Loaded loaded = load(new DemoPlan(SIZE, 1, true, null));

    assertThat(loaded.accounts()).hasSize(3).allMatch(account -> account.password() == null);
    assertThat(passwords.matches("demo-password", hashOf("admin@example.com"))).isFalse();
  }

  @Test
  void accounts_among_real_users_have_the_password_that_was_chosen_for_them() {
    register("ada@school.test", "student");

    load(new DemoPlan(SIZE, 1, true, "correct horse"));

    assertThat(passwords.matches("correct horse", hashOf("admin@example.com"))).isTrue();
  }

  @Test
  void somebody_who_took_a_demo_address_keeps_it_and_gets_nothing() {
    register("Admin@Example.com", "student");
    String email = new DemoPeople(1).person(3).email();
    register(email, "student");

    DemoData.Loaded loaded = load(DemoPlan.of(SIZE));

    assertThat(loaded.accounts())
        .contains(new DemoData.Account("admin@example.com", "student", null));
    assertThat(hashOf("admin@example.com")).isEqualTo("x");
    assertThat(count("courses JOIN users ON users.id = instructor_id", "email = '" + email + "'"))
        .isZero();
    assertThat(load(DemoPlan.of(SIZE)).nothing()).isTrue();
  }

  @Test
  void changes_that_people_made_to_demo_rows_are_kept() {
    load(DemoPlan.of(SIZE));
    sql.sql("UPDATE users SET first_name = 'New' WHERE id = 10").update();
    sql.sql("UPDATE courses SET title = 'New', price = 1 WHERE id = 10").update();
    sql.sql("UPDATE enrollments SET payment_status = 'completed' WHERE payment_status = 'pending'")
        .update();
    Map<String, List<String>> before = allRows();

    assertThat(load(DemoPlan.of(SIZE)).nothing()).isTrue();
    assertThat(allRows()).isEqualTo(before);
  }

  @Test
  void a_load_that_fails_leaves_nothing_behind() {
    sql.sql("ALTER TABLE sessions ADD CHECK (recording_status <> 'available')").update();

    assertThatThrownBy(() -> load(DemoPlan.of(SIZE)))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("nothing was changed");
    assertThat(counts()).containsEntry("users", 0L).containsEntry("enrollments", 0L);
  }

  @Test
  void statistics_and_visibility_are_up_to_date_afterwards() {
    load(DemoPlan.of(SIZE));

    assertThat(
            sql.sql(
                    """
                    SELECT reltuples || ' rows, visible: ' || (relallvisible > 0)
                      FROM pg_class
                     WHERE relname = 'enrollments'
                    """)
                .query((row, _) -> row.getString(1))
                .single())
        .isEqualTo("900 rows, visible: true");
  }

  private DemoData.Loaded load(DemoPlan plan) {
    return new DemoData(database, passwords).load(plan, ProgressBar.silent());
  }

  private static void migrate(DataSource database) {
    Flyway.configure().dataSource(database).load().migrate();
  }

  private void register(String email, String role) {
    sql.sql(
            """
            INSERT INTO users (email, password_hash, first_name, last_name, role)
            VALUES (?, 'x', 'A', 'B', ?)
            """)
        .params(email, role)
        .update();
  }

  private String hashOf(String email) {
    return sql.sql("SELECT password_hash FROM users WHERE lower(email) = ?")
        .param(email)
        .query(String.class)
        .single();
  }

  private void assertThatCountsAreExact() {
    assertThat(
            count(
                "courses",
                """
                enrollment_count <> (SELECT count(*)
                                       FROM enrollments
                                      WHERE course_id = courses.id
                                        AND payment_status = 'completed')
                """))
        .isZero();
    assertThat(sql.sql("SELECT sum(count) FROM published_course_counts").query(Long.class).single())
        .isEqualTo(count("courses", "is_published"));
  }

  private Map<String, Long> counts() {
    var counts = new TreeMap<String, Long>();
    TABLES.forEach(table -> counts.put(table, count(table, "true")));
    return counts;
  }

  private long count(String from, String where) {
    return sql.sql("SELECT count(*) FROM " + from + " WHERE " + where).query(Long.class).single();
  }

  private List<String> titles() {
    return titles(sql);
  }

  private static List<String> titles(JdbcClient sql) {
    return sql.sql(
            "SELECT title || ' ' || scheduled_at FROM sessions ORDER BY zoom_meeting_id COLLATE \"C\"")
        .query((row, _) -> row.getString(1))
        .list();
  }

  private Map<String, List<String>> allRows() {
    var all = new TreeMap<String, List<String>>();
    TABLES.forEach(table -> all.put(table, rows(sql, table)));
    return all;
  }

  /** Whole rows, but for the salted hash. */
  private static List<String> rows(JdbcClient sql, String table) {
    return sql.sql(
            "SELECT (to_jsonb(t) - 'password_hash')::text FROM " + table + " AS t ORDER BY id")
        .query((row, _) -> row.getString(1))
        .list();
  }
}
