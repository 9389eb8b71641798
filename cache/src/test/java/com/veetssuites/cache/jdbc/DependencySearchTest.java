package com.veetssuites.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A differential search. Random queries are cached, random writes are committed; the invariant:
 * after each commit, what the cache serves for a query is what the database answers.
 *
 * <p>Replay with {@code -Dveets.seed=…}, go on longer with {@code -Dveets.steps=…}. To know that it
 * would find a missing tag, the search is run again over a cache that does not hear of one kind of
 * them: each time it must fail.
 */
class DependencySearchTest {

  private static final long SEED = Long.getLong("veets.seed", System.nanoTime());
  private static final int STEPS = Integer.getInteger("veets.steps", 300);

  /** A query with its parameters. */
  private record Query(String sql, List<Object> parameters) {
    String name() {
      return sql + ' ' + parameters;
    }
  }

  @Test
  void after_each_commit_every_cached_answer_is_the_one_of_the_database() {
    try (School school = new School()) {
      double kept = search(school, SEED, STEPS);
      System.out.printf("seed %d: %d steps, %.0f %% still cached%n", SEED, STEPS, kept * 100);
      assertThat(kept).as("share of answers that a write leaves").isGreaterThan(0.3);
    }
  }

  @Test
  void the_search_finds_a_tag_that_is_missing() {
    for (String kind : List.of("!", "#", "+", "-", ".", "=")) {
      try (School school = new School()) {
        school.database.forgetting(tag -> kind(tag).equals(kind));
        assertThatThrownBy(() -> search(school, 1, 1500))
            .as("without %s", kind)
            .isInstanceOf(AssertionError.class);
      }
    }
  }

  private static String kind(String tag) {
    if (tag.contains("=")) {
      return "=";
    }
    for (String kind : List.of("!", "*", "#", "+", "-")) {
      if (tag.endsWith(kind) || kind.equals("#") && tag.contains("#")) {
        return kind;
      }
    }
    return ".";
  }

  /** The share of cached answers that survived a write, on average. */
  private static double search(School school, long seed, int steps) {
    Random random = new Random(seed);
    Map<String, Query> queries = new LinkedHashMap<>();
    while (queries.size() < 60) {
      Query query = query(random);
      queries.put(query.name(), query);
    }
    long kept = 0;
    long asked = 0;
    for (int step = 0; step < steps; step++) {
      for (Query query : queries.values()) {
        school.value(query.name(), () -> answer(school, query));
      }
      List<String> writes = new ArrayList<>();
      school.transaction.executeWithoutResult(status -> {
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
          Query write = write(random);
          writes.add(write.name());
          school.jdbc.sql(write.sql()).params(write.parameters()).update();
        }
      });
      for (Query query : queries.values()) {
        String cached = school.values.get(query.name());
        asked++;
        if (cached != null) {
          kept++;
          assertThat(cached)
              .as("seed %d, step %d: %s after %s", seed, step, query.name(), writes)
              .isEqualTo(answer(school, query));
        }
      }
      if (random.nextInt(10) == 0) {
        String replaced = queries.keySet().iterator().next();
        queries.remove(replaced);
        Query query = query(random);
        queries.put(query.name(), query);
      }
    }
    return (double) kept / asked;
  }

  private static String answer(School school, Query query) {
    return school.jdbc.sql(query.sql()).params(query.parameters()).query().listOfRows().toString();
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  // ---- the grammar

  private static Query query(Random random) {
    List<Object> parameters = new ArrayList<>();
    String sql =
        switch (random.nextInt(12)) {
          case 0 -> byKey(random, parameters);
          case 1 -> byKeys(random, parameters);
          case 2 -> course(random, parameters, "c.id, c.title, c.price");
          case 3 -> course(random, parameters, "c.title, c.shout");
          case 4 ->
              "SELECT count(*), sum(c.price), max(c.title) FROM courses c"
                  + where(random, parameters);
          case 5 -> joined(random, parameters);
          case 6 -> grouped(random, parameters);
          case 7 -> enrollments(random, parameters);
          case 8 -> exists(random, parameters);
          case 9 ->
              "SELECT title FROM courses WHERE published UNION SELECT name FROM users WHERE active"
                  + " ORDER BY 1";
          case 10 ->
              "WITH busy AS (SELECT course_id, count(*) AS n FROM enrollments WHERE status = '"
                  + one(random, List.of("pending", "completed"))
                  + "' GROUP BY course_id) SELECT c.id, c.title, b.n FROM courses c JOIN busy b ON"
                  + " b.course_id = c.id ORDER BY c.id";
          default ->
              "SELECT c.id, c.title AS name, row_number() OVER (ORDER BY c.price, c.id) AS place"
                  + " FROM courses c ORDER BY name, c.id LIMIT "
                  + (1 + random.nextInt(6));
        };
    return new Query(sql, parameters);
  }

  private static String byKey(Random random, List<Object> parameters) {
    parameters.add(id(random, 16));
    return one(
        random,
        List.of(
            "SELECT * FROM courses WHERE id = ?",
            "SELECT title, enrolled FROM courses WHERE id = ? AND published",
            "SELECT count(*) FROM courses WHERE id = ?",
            "SELECT c.id, c.title, u.id, u.name FROM courses c JOIN users u ON u.id ="
                + " c.instructor_id WHERE c.id = ?",
            "SELECT c.title, a.name FROM courses c LEFT JOIN users a ON a.id = c.assistant_id"
                + " WHERE c.id = ?",
            "SELECT u.name, c.title FROM users u LEFT JOIN courses c ON c.instructor_id = u.id"
                + " WHERE u.id = ? ORDER BY c.id",
            "SELECT u.id, c.instructor_id, c.id FROM users u LEFT JOIN courses c ON c.instructor_id"
                + " = u.id AND c.published WHERE u.id = ? ORDER BY c.id"));
  }

  private static String byKeys(Random random, List<Object> parameters) {
    parameters.add(id(random, 16));
    parameters.add(id(random, 16));
    return one(
        random,
        List.of(
            "SELECT id, title FROM courses WHERE id IN (?, ?) ORDER BY id",
            "SELECT title FROM courses WHERE id IN (?, ?) ORDER BY id",
            "SELECT id, name FROM users WHERE id = ANY (ARRAY[?, ?]::bigint[]) ORDER BY id",
            "SELECT e.id, e.status FROM enrollments e WHERE e.course_id IN (?, ?) ORDER BY e.id"));
  }

  private static String course(Random random, List<Object> parameters, String list) {
    String where = where(random, parameters);
    String order =
        " ORDER BY "
            + one(random, List.of("c.id", "c.title, c.id", "c.price DESC, c.id", "2, c.id"));
    return "SELECT " + list + " FROM courses c" + where + order + page(random, parameters);
  }

  private static String where(Random random, List<Object> parameters) {
    List<String> conditions = new ArrayList<>();
    if (random.nextBoolean()) {
      conditions.add(one(random, List.of("c.published", "c.published = true", "NOT c.published")));
    }
    if (random.nextInt(3) == 0) {
      conditions.add("c.instructor_id = ?");
      parameters.add(id(random, 9));
    }
    if (random.nextInt(3) == 0) {
      conditions.add("c.price >= ?");
      parameters.add(random.nextInt(150));
    }
    if (random.nextInt(4) == 0) {
      conditions.add("c.note IS NOT NULL");
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private static String page(Random random, List<Object> parameters) {
    return switch (random.nextInt(4)) {
      case 0 -> " LIMIT " + (1 + random.nextInt(5));
      case 1 -> {
        parameters.add(random.nextInt(3) * 2);
        parameters.add(1 + random.nextInt(4));
        yield " OFFSET ? ROWS FETCH FIRST ? ROWS ONLY";
      }
      default -> "";
    };
  }

  private static String joined(Random random, List<Object> parameters) {
    String list =
        one(
            random,
            List.of(
                "c.id, c.title, u.name",
                "c.id, c.instructor_id, u.name",
                "c.title, u.name, u.email",
                "c.id, u.id, a.id, a.name",
                "c.id, upper(u.name) AS title"));
    String conditions =
        one(random, List.of("", " WHERE c.published", " WHERE u.active", " WHERE a.id IS NULL"));
    return "SELECT "
        + list
        + " FROM courses c JOIN users u ON u.id = c.instructor_id LEFT JOIN users a ON a.id ="
        + " c.assistant_id"
        + conditions
        + " ORDER BY "
        + one(random, List.of("c.id", "u.name, c.id", "2, c.id", "c.price, c.id"))
        + page(random, parameters);
  }

  private static String grouped(Random random, List<Object> parameters) {
    return one(
            random,
            List.of(
                "SELECT c.id, c.title, count(e.id) FROM courses c LEFT JOIN enrollments e ON"
                    + " e.course_id = c.id GROUP BY c.id ORDER BY c.id",
                "SELECT c.id, count(e.id) AS n FROM courses c JOIN enrollments e ON e.course_id ="
                    + " c.id AND e.status = 'completed' GROUP BY c.id HAVING count(e.id) > 1 ORDER"
                    + " BY n DESC, c.id",
                "SELECT e.course_id, max(c.title) FROM enrollments e JOIN courses c ON c.id ="
                    + " e.course_id GROUP BY e.course_id ORDER BY e.course_id",
                "SELECT e.student_id, count(*) FROM enrollments e GROUP BY e.student_id ORDER BY 2,"
                    + " 1",
                "SELECT DISTINCT c.instructor_id FROM courses c WHERE c.published ORDER BY 1",
                "SELECT DISTINCT ON (c.instructor_id) c.id, c.price FROM courses c ORDER BY"
                    + " c.instructor_id, c.price, c.id"))
        + page(random, parameters);
  }

  private static String enrollments(Random random, List<Object> parameters) {
    parameters.add(id(random, 9));
    String tail = page(random, parameters);
    String sql =
        one(
            random,
            List.of(
                "SELECT e.id, e.status FROM enrollments e WHERE e.student_id = ? ORDER BY e.id",
                "SELECT e.status FROM enrollments e WHERE e.student_id = ? ORDER BY e.id",
                "SELECT e.id, c.id, c.title FROM enrollments e JOIN courses c ON c.id = e.course_id"
                    + " WHERE e.student_id = ? ORDER BY c.price, e.id",
                "SELECT e.id, e.course_id, c.title FROM enrollments e JOIN courses c ON c.id ="
                    + " e.course_id WHERE e.student_id = ? AND e.status = 'completed' ORDER BY e.id",
                "SELECT e.id FROM enrollments e WHERE e.student_id = ? OR e.status = 'failed' ORDER"
                    + " BY e.id"));
    return sql + tail;
  }

  private static String exists(Random random, List<Object> parameters) {
    parameters.add(id(random, 9));
    return one(
        random,
        List.of(
            "SELECT c.id, c.title FROM courses c WHERE EXISTS (SELECT 1 FROM enrollments e WHERE"
                + " e.course_id = c.id AND e.student_id = ?) ORDER BY c.id",
            "SELECT u.id, u.name FROM users u WHERE u.id NOT IN (SELECT e.student_id FROM"
                + " enrollments e WHERE e.course_id = ?) ORDER BY u.id",
            "SELECT c.id, (SELECT count(*) FROM enrollments e WHERE e.course_id = c.id AND"
                + " e.student_id <> ?) AS n FROM courses c ORDER BY n, c.id LIMIT 4",
            "SELECT x.title FROM (SELECT * FROM courses WHERE instructor_id = ?) x ORDER BY"
                + " x.title, x.id",
            "SELECT v.title FROM published_courses v WHERE v.id > ? ORDER BY v.id",
            "SELECT c.id, t.tag FROM courses c JOIN course_tags t ON t.course_id = c.id WHERE"
                + " c.instructor_id = ? ORDER BY c.id, t.tag",
            "SELECT t.tag FROM course_tags t WHERE t.course_id = ? ORDER BY t.tag",
            "SELECT c.id, l.n FROM courses c, LATERAL (SELECT count(*) AS n FROM enrollments e"
                + " WHERE e.course_id = c.id) l WHERE c.instructor_id = ? ORDER BY c.id"));
  }

  private static Query write(Random random) {
    List<Object> parameters = new ArrayList<>();
    String sql =
        switch (random.nextInt(24)) {
          case 0, 1 -> {
            parameters.add("title " + random.nextInt(20));
            parameters.add(id(random, 14));
            yield "UPDATE courses SET title = ? WHERE id = ?";
          }
          case 2, 3 -> {
            parameters.add(random.nextInt(150));
            parameters.add(id(random, 14));
            yield "UPDATE courses SET price = ? WHERE id = ?";
          }
          case 4 -> {
            parameters.add(random.nextBoolean());
            parameters.add(id(random, 14));
            yield "UPDATE courses SET published = ? WHERE id = ?";
          }
          case 5 -> {
            parameters.add(id(random, 9));
            parameters.add(id(random, 14));
            yield "UPDATE courses c SET instructor_id = ? WHERE c.id = ?";
          }
          case 6 -> {
            parameters.add(random.nextBoolean() ? "note" : "other");
            parameters.add(id(random, 14));
            yield "UPDATE courses SET note = nullif(?, 'other') WHERE id = ?";
          }
          case 7 -> {
            parameters.add(id(random, 9));
            parameters.add(id(random, 14));
            yield "UPDATE courses SET assistant_id = ?::bigint WHERE id = ? AND published";
          }
          case 8 -> {
            parameters.add(id(random, 16));
            parameters.add("new " + random.nextInt(20));
            parameters.add(id(random, 9));
            yield "INSERT INTO courses (id, title, instructor_id) VALUES (?, ?, ?) ON CONFLICT DO"
                + " NOTHING";
          }
          case 9 -> {
            parameters.add("new " + random.nextInt(20));
            parameters.add(id(random, 9));
            yield "INSERT INTO courses (title, instructor_id, price, published) VALUES (?, ?, 5,"
                + " true)";
          }
          case 10 -> {
            parameters.add(id(random, 14));
            yield "DELETE FROM courses WHERE id = ?";
          }
          case 11, 12, 13 -> {
            parameters.add(id(random, 9));
            parameters.add(id(random, 12));
            yield one(
                random,
                List.of(
                    "INSERT INTO enrollments (student_id, course_id) SELECT u.id, c.id FROM users"
                        + " u, courses c WHERE u.id = ? AND c.id = ? ON CONFLICT DO NOTHING",
                    "UPDATE enrollments SET status = 'completed' WHERE student_id = ? AND course_id"
                        + " = ?",
                    "DELETE FROM enrollments WHERE student_id = ? AND course_id = ?"));
          }
          case 14, 15 -> {
            parameters.add(one(random, List.of("pending", "completed", "failed")));
            parameters.add(id(random, 30));
            yield "UPDATE enrollments SET status = ? WHERE id = ?";
          }
          case 16, 17 -> {
            parameters.add(id(random, 9));
            parameters.add(id(random, 30));
            yield "UPDATE enrollments e SET student_id = ? WHERE e.id = ? AND NOT EXISTS (SELECT 1"
                + " FROM enrollments o WHERE o.course_id = e.course_id AND o.id <> e.id)";
          }
          case 18 -> {
            parameters.add(id(random, 30));
            yield "DELETE FROM enrollments WHERE id = ?";
          }
          case 19 -> {
            parameters.add(id(random, 9));
            yield "INSERT INTO enrollments (id, student_id, course_id, status) VALUES (default, ?,"
                + " (SELECT min(id) FROM courses), 'failed') ON CONFLICT DO NOTHING";
          }
          case 20, 21 -> {
            parameters.add("name " + random.nextInt(20));
            parameters.add(id(random, 9));
            yield "UPDATE users SET name = ? WHERE id = ?";
          }
          case 22 -> {
            parameters.add(random.nextBoolean());
            parameters.add(id(random, 9));
            yield "UPDATE users SET active = ? WHERE id = ?";
          }
          default -> {
            parameters.add(id(random, 12));
            yield one(
                random,
                List.of(
                    "INSERT INTO course_tags SELECT id, 'more' FROM courses WHERE id = ? ON"
                        + " CONFLICT DO NOTHING",
                    "DELETE FROM course_tags WHERE course_id = ? AND tag = 'more'",
                    "UPDATE courses SET price = price + 1 WHERE instructor_id = ?",
                    "INSERT INTO logins (user_id) SELECT id FROM users WHERE id = ?"));
          }
        };
    return new Query(sql, parameters);
  }

  private static Long id(Random random, int below) {
    return 1L + random.nextInt(below);
  }
}
