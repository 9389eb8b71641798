package com.veetssuites.platform.analytics;

import static com.veetssuites.platform.analytics.Report.rate;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The reports, each made of a few aggregates over one snapshot of the database. No result grows
 * with the data: a row a day, or the first 50 courses.
 */
@Component
class Reports {

  private static final int TIMEOUT_SECONDS = 30;

  private final JdbcClient jdbc;
  private final Clock clock;

  Reports(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ, timeout = TIMEOUT_SECONDS)
  Report make(ReportType type, Period period) {
    Instant now = clock.instant();
    Report.Content content =
        switch (type) {
          case USER_ENGAGEMENT -> userEngagement(period);
          case COURSE_PERFORMANCE -> coursePerformance(period);
          case ENROLLMENT_FUNNEL -> enrollmentFunnel(period);
          case RECORDING_USAGE -> recordingUsage(period, now);
        };
    return new Report(type, period.first(), period.last(), now, content);
  }

  private UserEngagement userEngagement(Period period) {
    List<UserEngagement.Day> days =
        query(
                """
                WITH activity AS (
                    SELECT logins.user_id, logins.logged_in_at AS at, true AS log_in
                      FROM logins
                     WHERE logins.logged_in_at >= :start AND logins.logged_in_at < :end
                     UNION ALL
                    SELECT enrollments.student_id, enrollments.enrolled_at, false
                      FROM enrollments
                     WHERE enrollments.enrolled_at >= :start AND enrollments.enrolled_at < :end
                ), active AS (
                    SELECT (activity.at AT TIME ZONE 'UTC')::date AS date,
                           count(*) FILTER (WHERE activity.log_in) AS log_ins,
                           count(DISTINCT activity.user_id) FILTER (WHERE users.role = 'student') AS students
                      FROM activity
                      JOIN users ON users.id = activity.user_id
                     GROUP BY 1
                ), joined AS (
                    SELECT (date_joined AT TIME ZONE 'UTC')::date AS date, count(*) AS users
                      FROM users
                     WHERE date_joined >= :start AND date_joined < :end
                     GROUP BY 1
                )
                SELECT day.date::date AS date,
                       coalesce(joined.users, 0) AS registrations,
                       coalesce(active.log_ins, 0) AS log_ins,
                       coalesce(active.students, 0) AS active_students
                  FROM generate_series(:first::timestamp, :last::timestamp, '1 day') AS day (date)
                  LEFT JOIN joined ON joined.date = day.date::date
                  LEFT JOIN active ON active.date = day.date::date
                 ORDER BY day.date
                """,
                period)
            .query((row, i) ->
                new UserEngagement.Day(
                    row.getObject("date", LocalDate.class),
                    row.getLong("registrations"),
                    row.getLong("log_ins"),
                    row.getLong("active_students")))
            .list();
    return query(
            """
            SELECT (SELECT count(DISTINCT users.id)
                      FROM users
                     WHERE users.role = 'student'
                       AND (EXISTS (SELECT 1
                                      FROM logins
                                     WHERE logins.user_id = users.id
                                       AND logins.logged_in_at >= :start AND logins.logged_in_at < :end)
                         OR EXISTS (SELECT 1
                                      FROM enrollments
                                     WHERE enrollments.student_id = users.id
                                       AND enrollments.enrolled_at >= :start AND enrollments.enrolled_at < :end))
                   ) AS active_students,
                   count(*) FILTER (WHERE users.role = 'student') AS students,
                   count(*) FILTER (WHERE users.role = 'instructor') AS instructors
              FROM users
             WHERE users.date_joined >= :start AND users.date_joined < :end
            """,
            period)
        .query((row, i) ->
            new UserEngagement(
                days.stream().mapToLong(UserEngagement.Day::registrations).sum(),
                row.getLong("students"),
                row.getLong("instructors"),
                days.stream().mapToLong(UserEngagement.Day::logIns).sum(),
                row.getLong("active_students"),
                days))
        .single();
  }

  private CoursePerformance coursePerformance(Period period) {
    List<CoursePerformance.Revenue> revenue =
        query(
                """
                SELECT coalesce(enrollments.currency, courses.currency) AS currency,
                       count(*) AS completed,
                       sum(coalesce(enrollments.amount, courses.price)) AS amount
                  FROM enrollments
                  JOIN courses ON courses.id = enrollments.course_id
                 WHERE enrollments.enrolled_at >= :start AND enrollments.enrolled_at < :end
                   AND enrollments.payment_status = 'completed'
                   AND coalesce(enrollments.amount, courses.price) > 0
                 GROUP BY 1
                 ORDER BY completed DESC, currency
                 LIMIT 50
                """,
                period)
            .query((row, i) ->
                new CoursePerformance.Revenue(
                    row.getString("currency"),
                    row.getLong("completed"),
                    row.getBigDecimal("amount")))
            .list();
    // A course that has changed its currency earned in both: one row a course and currency.
    Map<Long, CoursePerformance.CourseResult> courses = new LinkedHashMap<>();
    query(
            """
            WITH best AS (
                SELECT course_id,
                       count(*) AS enrollments,
                       count(*) FILTER (WHERE payment_status = 'completed') AS completed,
                       count(*) FILTER (WHERE payment_status = 'pending') AS pending,
                       count(*) FILTER (WHERE payment_status = 'failed') AS failed
                  FROM enrollments
                 WHERE enrolled_at >= :start AND enrolled_at < :end
                 GROUP BY course_id
                 ORDER BY completed DESC, enrollments DESC, course_id
                 LIMIT 50
            ), earned AS (
                SELECT best.course_id,
                       coalesce(enrollments.currency, courses.currency) AS currency,
                       count(*) AS completed,
                       sum(coalesce(enrollments.amount, courses.price)) AS amount
                  FROM best
                  JOIN courses ON courses.id = best.course_id
                  JOIN enrollments ON enrollments.course_id = best.course_id
                 WHERE enrollments.enrolled_at >= :start AND enrollments.enrolled_at < :end
                   AND enrollments.payment_status = 'completed'
                   AND coalesce(enrollments.amount, courses.price) > 0
                 GROUP BY 1, 2
            )
            SELECT best.*, courses.title, courses.instructor_id,
                   earned.currency, earned.completed AS sold, earned.amount
              FROM best
              JOIN courses ON courses.id = best.course_id
              LEFT JOIN earned ON earned.course_id = best.course_id
             ORDER BY best.completed DESC, best.enrollments DESC, best.course_id, earned.currency
             LIMIT 500
            """,
            period)
        .query((ResultSet row) -> {
          CoursePerformance.CourseResult course =
              courses.computeIfAbsent(row.getLong("course_id"), id -> courseResult(id, row));
          if (row.getString("currency") != null) {
            course
                .revenue()
                .add(
                    new CoursePerformance.Revenue(
                        row.getString("currency"), row.getLong("sold"), amount(row)));
          }
        });
    return query(
            """
            SELECT count(*) AS enrollments,
                   count(*) FILTER (WHERE payment_status = 'completed') AS completed
              FROM enrollments
             WHERE enrolled_at >= :start AND enrolled_at < :end
            """,
            period)
        .query((row, i) ->
            new CoursePerformance(
                row.getLong("enrollments"),
                row.getLong("completed"),
                rate(row.getLong("completed"), row.getLong("enrollments")),
                revenue,
                List.copyOf(courses.values())))
        .single();
  }

  private static CoursePerformance.CourseResult courseResult(long id, ResultSet row) {
    try {
      return new CoursePerformance.CourseResult(
          id,
          row.getString("title"),
          row.getLong("instructor_id"),
          row.getLong("enrollments"),
          row.getLong("completed"),
          row.getLong("pending"),
          row.getLong("failed"),
          rate(row.getLong("completed"), row.getLong("enrollments")),
          new ArrayList<>());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BigDecimal amount(ResultSet row) throws SQLException {
    return row.getBigDecimal("amount");
  }

  private EnrollmentFunnel enrollmentFunnel(Period period) {
    List<EnrollmentFunnel.Day> days =
        query(
                """
                WITH begun AS (
                    SELECT (enrolled_at AT TIME ZONE 'UTC')::date AS date,
                           count(*) AS enrollments,
                           count(*) FILTER (WHERE payment_status = 'pending') AS pending,
                           count(*) FILTER (WHERE payment_status = 'completed') AS completed,
                           count(*) FILTER (WHERE payment_status = 'failed') AS failed
                      FROM enrollments
                     WHERE enrolled_at >= :start AND enrolled_at < :end
                     GROUP BY 1
                )
                SELECT day.date::date AS date,
                       coalesce(begun.enrollments, 0) AS enrollments,
                       coalesce(begun.pending, 0) AS pending,
                       coalesce(begun.completed, 0) AS completed,
                       coalesce(begun.failed, 0) AS failed
                  FROM generate_series(:first::timestamp, :last::timestamp, '1 day') AS day (date)
                  LEFT JOIN begun ON begun.date = day.date::date
                 ORDER BY day.date
                """,
                period)
            .query((row, i) ->
                new EnrollmentFunnel.Day(
                    row.getObject("date", LocalDate.class),
                    row.getLong("enrollments"),
                    row.getLong("pending"),
                    row.getLong("completed"),
                    row.getLong("failed")))
            .list();
    EnrollmentFunnel.Paid paid =
        query(
                """
                SELECT count(*) AS enrollments,
                       count(*) FILTER (WHERE payment_status = 'pending') AS pending,
                       count(*) FILTER (WHERE payment_status = 'completed') AS completed,
                       count(*) FILTER (WHERE payment_status = 'failed') AS failed
                  FROM enrollments
                  JOIN courses ON courses.id = enrollments.course_id
                 WHERE enrolled_at >= :start AND enrolled_at < :end
                   AND coalesce(enrollments.amount, courses.price) > 0
                """,
                period)
            .query((row, i) -> paid(row))
            .single();
    long enrollments = days.stream().mapToLong(EnrollmentFunnel.Day::enrollments).sum();
    long completed = days.stream().mapToLong(EnrollmentFunnel.Day::completed).sum();
    long failed = days.stream().mapToLong(EnrollmentFunnel.Day::failed).sum();
    return new EnrollmentFunnel(
        enrollments,
        days.stream().mapToLong(EnrollmentFunnel.Day::pending).sum(),
        completed,
        failed,
        rate(completed, enrollments),
        rate(failed, enrollments),
        paid,
        days);
  }

  private static EnrollmentFunnel.Paid paid(ResultSet row) throws SQLException {
    long enrollments = row.getLong("enrollments");
    return new EnrollmentFunnel.Paid(
        enrollments,
        row.getLong("pending"),
        row.getLong("completed"),
        row.getLong("failed"),
        rate(row.getLong("completed"), enrollments),
        rate(row.getLong("failed"), enrollments));
  }

  private RecordingUsage recordingUsage(Period period, Instant now) {
    List<RecordingUsage.CourseRecordings> courses =
        query(
                """
                SELECT busiest.*, courses.title
                  FROM (SELECT course_id,
                               count(*) AS sessions,
                               count(*) FILTER (WHERE scheduled_at <= :now) AS held,
                               count(*) FILTER (WHERE scheduled_at <= :now AND recording_status <> 'none') AS recorded,
                               count(*) FILTER (WHERE recording_status = 'available') AS available
                          FROM sessions
                         WHERE scheduled_at >= :start AND scheduled_at < :end
                         GROUP BY course_id
                         ORDER BY held DESC, sessions DESC, course_id
                         LIMIT 50) AS busiest
                  JOIN courses ON courses.id = busiest.course_id
                 ORDER BY busiest.held DESC, busiest.sessions DESC, busiest.course_id
                """,
                period)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .query((row, i) ->
                new RecordingUsage.CourseRecordings(
                    row.getLong("course_id"),
                    row.getString("title"),
                    row.getLong("sessions"),
                    row.getLong("held"),
                    row.getLong("recorded"),
                    row.getLong("available"),
                    rate(row.getLong("recorded"), row.getLong("held"))))
            .list();
    Map<String, Long> byStatus = new LinkedHashMap<>();
    query(
            """
            SELECT status, count(sessions.id) AS sessions
              FROM unnest(ARRAY['none', 'pending', 'processing', 'available', 'failed'])
                       WITH ORDINALITY AS statuses (status, position)
              LEFT JOIN sessions ON sessions.recording_status = statuses.status
                                AND scheduled_at >= :start AND scheduled_at < :end
             GROUP BY status, position
             ORDER BY position
            """,
            period)
        .query((ResultSet row) -> {
          byStatus.put(row.getString("status"), row.getLong("sessions"));
        });
    return query(
            """
            SELECT count(*) AS sessions,
                   count(*) FILTER (WHERE scheduled_at <= :now) AS held,
                   count(*) FILTER (WHERE scheduled_at <= :now AND recording_status <> 'none') AS recorded
              FROM sessions
             WHERE scheduled_at >= :start AND scheduled_at < :end
            """,
            period)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query((row, i) ->
            new RecordingUsage(
                row.getLong("sessions"),
                row.getLong("held"),
                row.getLong("recorded"),
                rate(row.getLong("recorded"), row.getLong("held")),
                byStatus,
                courses))
        .single();
  }

  /** A statement over a period; it names of {@code :start :end :first :last} what it needs. */
  private JdbcClient.StatementSpec query(String sql, Period period) {
    return jdbc.sql(sql)
        .param("start", period.start())
        .param("end", period.end())
        .param("first", period.first().toString())
        .param("last", period.last().toString());
  }
}
