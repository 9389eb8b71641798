package com.veetssuites.platform.demo;

import com.veetssuites.command.ProgressBar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One load of demo data: table by table finds what is missing and copies it in, the oldest row
 * first, as if it had grown. The steps depend on each other in the order of the methods.
 *
 * <p>Rows carry a mark of demo data that no API changes: the time at which a user joined or a
 * course was created, the meeting of a session. So a user who happens to have the address of a demo
 * user is left alone, with all demo rows that would have been theirs.
 */
final class DemoLoad {

  /** The statement triggers keep the rows of one COPY in memory, or in a temporary file. */
  private static final int ENROLLMENTS_OF_A_COPY = 500_000;

  private static final int FETCH_SIZE = 10_000;

  private final Connection connection;
  private final DemoSize size;
  private final long seed;
  private final String passwordHash;
  private final ProgressBar progress;
  private final DemoPeople people;
  private DemoCourses courses;

  /** Ids by index; 0 where somebody else has the place of the demo row. */
  private long[] userIds;

  private long[] courseIds;

  DemoLoad(Connection connection, DemoPlan plan, String passwordHash, ProgressBar progress) {
    this.connection = connection;
    this.size = plan.size();
    this.seed = plan.seed();
    this.passwordHash = passwordHash;
    this.progress = progress;
    people = new DemoPeople(seed);
    courses = new DemoCourses(seed, DemoPeople.instructors(size.users()));
    userIds = new long[size.users()];
    courseIds = new long[size.courses()];
  }

  int users() throws SQLException {
    record User(long id, long joined) {}
    Map<String, User> existing = new HashMap<>();
    query(
        """
        SELECT id, lower(email), (extract(epoch FROM date_joined) * 1000000)::bigint
          FROM users
         WHERE lower(email) LIKE '%@example.com'
        """,
        row -> existing.put(row.getString(2), new User(row.getLong(1), row.getLong(3))));
    userIds =
        new long
            [size.users()
                + more(size.users(), i -> existing.containsKey(people.person(i).email()))];
    courses = new DemoCourses(seed, DemoPeople.instructors(userIds.length));
    int[] missing =
        ordered(
            userIds.length,
            index -> {
              DemoPeople.Person person = people.person(index);
              User user = existing.get(person.email());
              if (user != null && user.joined() == person.joined()) {
                userIds[index] = user.id();
              }
              return user == null;
            },
            // The demo accounts come first.
            index -> index < DemoAccounts.COUNT ? index : people.joined(index));
    long[] ids = reserveIds("users", missing.length);
    progress.begin("users", missing.length);
    try (var rows =
        new TableCopy(
            connection,
            "users",
            "id, email, password_hash, first_name, last_name, role, is_active, date_joined")) {
      for (int i = 0; i < missing.length; i++) {
        DemoPeople.Person person = people.person(missing[i]);
        userIds[missing[i]] = ids[i];
        rows.add(ids[i])
            .add(person.email())
            .add(passwordHash)
            .add(person.firstName())
            .add(person.lastName())
            .add(person.role())
            .add(person.active())
            .addTime(person.joined())
            .endRow();
        progress.advance(1);
      }
      rows.finish();
    }
    return missing.length;
  }

  int courses() throws SQLException {
    Map<Long, Long> existing = new HashMap<>();
    query(
        """
        SELECT courses.id, (extract(epoch FROM courses.created_at) * 1000000)::bigint
          FROM courses
          JOIN users ON users.id = courses.instructor_id
         WHERE lower(users.email) LIKE '%@example.com'
        """,
        row -> existing.put(row.getLong(2), row.getLong(1)));
    courseIds =
        new long
            [size.courses() + more(size.courses(), i -> existing.containsKey(courses.created(i)))];
    int[] missing =
        ordered(
            courseIds.length,
            index -> {
              courseIds[index] = existing.getOrDefault(courses.created(index), 0L);
              return courseIds[index] == 0 && userIds[courses.course(index).instructor()] != 0;
            },
            courses::created);
    long[] ids = reserveIds("courses", missing.length);
    progress.begin("courses", missing.length);
    try (var rows =
        new TableCopy(
            connection,
            "courses",
            """
            id, title, description, instructor_id, price, currency, is_published, created_at, updated_at
            """)) {
      for (int i = 0; i < missing.length; i++) {
        DemoCourses.Course course = courses.course(missing[i]);
        courseIds[missing[i]] = ids[i];
        rows.add(ids[i])
            .add(course.title())
            .add(course.description())
            .add(userIds[course.instructor()])
            .addAmount(course.cents())
            .add(course.currency())
            .add(course.published())
            .addTime(course.created())
            .addTime(course.updated())
            .endRow();
        progress.advance(1);
      }
      rows.finish();
    }
    return missing.length;
  }

  int enrollments() throws SQLException {
    int[] popular = popular();
    int[] students =
        Arrays.stream(DemoPeople.studentIndices(userIds.length))
            .filter(i -> userIds[i] != 0)
            .toArray();
    var enrollments = new DemoEnrollments(seed, courses, popular, students);
    long possible = (long) popular.length * students.length;
    int total = (int) Math.min(size.enrollments(), possible);
    long[] missing = enrollments.missing(existingPairs(popular, students), total);
    // In the order of time: seconds above, positions below.
    long begin = Calendar.REFERENCE - 10 * Calendar.YEAR;
    long[] order = new long[missing.length];
    for (int i = 0; i < missing.length; i++) {
      long joined = people.joined(enrollments.student(missing[i]));
      long enrolled = enrollments.enrollment(missing[i], joined).enrolled();
      order[i] = (enrolled - begin) / 1_000_000 << 32 | i;
    }
    Arrays.sort(order);
    progress.begin("enrollments", missing.length);
    for (int from = 0; from < order.length; from += ENROLLMENTS_OF_A_COPY) {
      int to = Math.min(order.length, from + ENROLLMENTS_OF_A_COPY);
      try (var rows =
          new TableCopy(
              connection,
              "enrollments",
              "student_id, course_id, payment_status, payment_id, enrolled_at")) {
        for (int i = from; i < to; i++) {
          long pair = missing[(int) order[i]];
          int student = enrollments.student(pair);
          var enrollment = enrollments.enrollment(pair, people.joined(student));
          rows.add(userIds[student])
              .add(courseIds[enrollments.course(pair)])
              .add(enrollment.status())
              .add(enrollment.payment())
              .addTime(enrollment.enrolled())
              .endRow();
          progress.advance(1);
        }
        rows.finish();
      }
    }
    return missing.length;
  }

  /** The enrollments between demo students and demo courses, however they came about. */
  private long[] existingPairs(int[] popular, int[] students) throws SQLException {
    Map<Long, Integer> positionOfCourse = new HashMap<>();
    for (int i = 0; i < popular.length; i++) {
      positionOfCourse.put(courseIds[popular[i]], i);
    }
    Map<Long, Integer> positionOfStudent = new HashMap<>();
    for (int i = 0; i < students.length; i++) {
      positionOfStudent.put(userIds[students[i]], i);
    }
    var pairs = LongStream.builder();
    query(
        """
        SELECT enrollments.student_id, enrollments.course_id
          FROM enrollments
          JOIN users ON users.id = enrollments.student_id
         WHERE lower(users.email) LIKE '%@example.com'
        """,
        row -> {
          Integer student = positionOfStudent.get(row.getLong(1));
          Integer course = positionOfCourse.get(row.getLong(2));
          if (student != null && course != null) {
            pairs.add(DemoEnrollments.pair(course, student));
          }
        });
    return pairs.build().sorted().toArray();
  }

  int sessions() throws SQLException {
    int[] popular = popular();
    if (popular.length == 0) {
      return 0;
    }
    Set<String> existing = new HashSet<>();
    query(
        """
        SELECT zoom_meeting_id
          FROM sessions
         WHERE length(zoom_meeting_id) = 12
        """,
        row -> existing.add(row.getString(1)));
    var sessions = new DemoSessions(seed, courses, popular);
    int[] missing =
        ordered(
            size.sessions(),
            index -> !existing.contains(Long.toString(sessions.meeting(index))),
            sessions::created);
    progress.begin("sessions", missing.length);
    try (var rows =
        new TableCopy(
            connection,
            "sessions",
            """
            course_id, title, scheduled_at, zoom_meeting_id, zoom_join_url, recording_url, recording_key,
            recording_status, created_at
            """)) {
      for (int index : missing) {
        DemoSessions.Session session = sessions.session(index);
        rows.add(courseIds[session.course()])
            .add(session.title())
            .addTime(session.scheduled())
            .add(session.meeting())
            .add(session.joinUrl())
            .add(session.recordingUrl())
            .add(session.recordingKey())
            .add(session.recordingStatus())
            .addTime(session.created())
            .endRow();
        progress.advance(1);
      }
      rows.finish();
    }
    return missing.length;
  }

  int portfolios() throws SQLException {
    Set<Long> existing = new HashSet<>();
    query(
        """
        SELECT portfolios.user_id
          FROM portfolios
          JOIN users ON users.id = portfolios.user_id
         WHERE lower(users.email) LIKE '%@example.com'
        """,
        row -> existing.add(row.getLong(1)));
    var portfolios = new DemoPortfolios(seed);
    int[] missing =
        ordered(
            userIds.length,
            index ->
                userIds[index] != 0
                    && portfolios.has(people.person(index))
                    && !existing.contains(userIds[index]),
            index -> portfolios.portfolio(people.person(index)).created());
    progress.begin("portfolios", missing.length);
    try (var rows =
        new TableCopy(
            connection,
            "portfolios",
            """
            user_id, file_key, content_type, size, sha256, parsed_content, is_public, status, created_at, updated_at
            """)) {
      for (int index : missing) {
        DemoPortfolios.Portfolio portfolio = portfolios.portfolio(people.person(index));
        rows.add(userIds[index])
            .add(portfolio.fileKey())
            .add("application/pdf")
            .add(portfolio.size())
            .add(portfolio.sha256())
            .add(portfolio.content())
            .add(portfolio.shown())
            .add("processed")
            .addTime(portfolio.created())
            .addTime(portfolio.created())
            .endRow();
        progress.advance(1);
      }
      rows.finish();
    }
    return missing.length;
  }

  /** The published courses that are there, the most sought first. */
  private int[] popular() {
    return ordered(
        courseIds.length,
        index -> courseIds[index] != 0 && DemoCourses.isPublished(index),
        index -> courses.popularity(index) >>> 1);
  }

  /** How many more there are than were asked for, because of an earlier and larger load. */
  private static int more(int size, IntPredicate existing) {
    int end = size;
    while (existing.test(end)) {
      end++;
    }
    return end - size;
  }

  /** The indices below the bound that are asked for, in ascending order of the key. */
  private static int[] ordered(int bound, IntPredicate wanted, IntToLongFunction key) {
    record Keyed(long key, int index) {}
    return IntStream.range(0, bound)
        .filter(wanted)
        .mapToObj(index -> new Keyed(key.applyAsLong(index), index))
        .sorted(Comparator.comparingLong(Keyed::key).thenComparingInt(Keyed::index))
        .mapToInt(Keyed::index)
        .toArray();
  }

  /** Ids that the database will give to nobody else. */
  private long[] reserveIds(String table, int count) throws SQLException {
    long[] ids = new long[count];
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)")) {
      statement.setString(1, table);
      statement.setInt(2, count);
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet rows = statement.executeQuery()) {
        for (int i = 0; rows.next(); i++) {
          ids[i] = rows.getLong(1);
        }
      }
    }
    return ids;
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void query(String sql, RowReader reader) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }
}
