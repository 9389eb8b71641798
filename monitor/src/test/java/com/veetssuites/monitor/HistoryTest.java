package com.veetssuites.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.monitor.History.Bucket;
import com.veetssuites.monitor.NodeStatus.State;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.Together;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is appended is in the buckets of each period once: by whichever node, however many at
 * once, and whoever is killed in between.
 */
@Timeout(180)
@ExtendWith(PostgresExtension.class)
class HistoryTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final DataSource source;

  HistoryTest(DataSource source) {
    this.source = source;
  }

  private History history(int mostSeries) throws SQLException {
    var history = new History(source, true, mostSeries);
    history.prepare();
    return history;
  }

  private static Node node(String name) {
    return new Node(name, "server", "1", NOON);
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement open = connection.createStatement()) {
      open.execute(statement);
    }
  }

  private long number(String query) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement open = connection.createStatement();
        ResultSet rows = open.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Frame calls(Instant start, String name, double count) {
    var frame = new Frame.Builder();
    frame.add(SeriesKind.STATEMENT, name, count);
    return frame.build(start, 10);
  }

  private static Map<SeriesId, Point> inBuckets(History history, Period period)
      throws SQLException {
    Map<SeriesId, Point> all = new HashMap<>();
    for (SeriesKind kind : SeriesKind.values()) {
      for (Bucket bucket : history.buckets(period, Instant.EPOCH, kind, null)) {
        all.merge(bucket.id(), bucket.point(), Point::plus);
      }
    }
    return all;
  }

  /** As they are in buckets of a period: in the longer ones without nodes. */
  private static Map<SeriesId, Point> expected(List<Frame> frames, Period period) {
    Map<SeriesId, Point> all = new HashMap<>();
    for (Frame frame : frames) {
      frame
          .points()
          .forEach((id, point) ->
              all.merge(new SeriesId(id.kind(), id.nameIn(period)), point, Point::plus));
    }
    return all;
  }

  @Test
  void the_tables_are_made_once_by_several_at_once() throws Exception {
    Together.times(
        8,
        () -> {
          new History(source, true, 500).prepare();
          return true;
        });
    history(500).beat(node("a"));
    assertThat(history(500).nodes()).extracting(NodeStatus::node).containsExactly("a");
    new History(source, false, 500).prepare();
  }

  @Test
  void no_tables_are_made_where_that_is_somebody_elses_business() throws Exception {
    new History(source, false, 500).prepare();
    assertThat(number("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'monitor%'")).isZero();
  }

  /** Some mergers are killed by the server at any moment; the pool of each opens another. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void every_frame_is_merged_exactly_once(long seed) throws Exception {
    History history = history(5_000);
    List<Frame> appended = new ArrayList<>();
    var random = new Random(seed);
    List<Callable<Integer>> work = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      Node name = node("node-" + node);
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        frames.add(Samples.series(random, 25).build(NOON.plusSeconds(50L * i), 10));
      }
      appended.addAll(frames);
      work.add(() -> {
        for (Frame frame : frames) {
          history.append(name, List.of(frame));
          history.append(name, List.of(frame)); // the answer of the first was lost
        }
        return 0;
      });
    }
    var killed = new AtomicInteger();
    var merged = new AtomicInteger();
    for (int merger = 0; merger < 3; merger++) {
      work.add(() -> {
        for (int i = 0; i < 40; i++) {
          try {
            merged.addAndGet(history.merge());
          } catch (SQLException e) {
            killed.incrementAndGet();
          }
        }
        return 0;
      });
    }
    work.add(() -> {
      for (int i = 0; i < 60; i++) {
        sql(
            """
            SELECT pg_terminate_backend(pid)
            FROM pg_stat_activity
            WHERE datname = current_database()
              AND query LIKE '%monitor_series%'
              AND state <> 'idle'
              AND pid <> pg_backend_pid()
            """);
      }
      return 0;
    });
    Together.all(work);
    while (history.merge() > 0) {
      // What was left.
    }
    assertThat(number("SELECT count(*) FROM monitor_frames WHERE NOT merged")).isZero();
    for (Period period : Period.values()) {
      assertThat(inBuckets(history, period))
          .as("%s of seed %s after %s kills", period, seed, killed)
          .isEqualTo(expected(appended, period));
    }
  }

  @Test
  void a_merger_that_is_killed_before_its_end_has_merged_nothing() throws Exception {
    History history = history(500);
    history.append(node("a"), List.of(calls(NOON, "ab12", 3)));
    sql(
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_terminate_backend(pg_backend_pid());
          RETURN NEW;
        END $$;
        CREATE TRIGGER die AFTER INSERT ON monitor_buckets EXECUTE FUNCTION die();
        """);
    assertThatThrownBy(history::merge).isInstanceOf(SQLException.class);
    assertThat(number("SELECT count(*) FROM monitor_buckets")).isZero();
    assertThat(number("SELECT count(*) FROM monitor_frames WHERE merged")).isZero();
    sql("DROP TRIGGER die ON monitor_buckets");
    assertThat(history.merge()).isEqualTo(1);
    assertThat(history.merge()).isZero();
    assertThat(expected(List.of(calls(NOON, "ab12", 3)), Period.DAY))
        .isEqualTo(inBuckets(history, Period.DAY));
  }

  @Test
  void a_late_frame_is_added_to_the_bucket_of_its_time() throws Exception {
    History history = history(500);
    history.append(node("a"), List.of(calls(NOON.plusSeconds(50), "ab12", 3)));
    history.merge();
    history.append(node("b"), List.of(calls(NOON.plusSeconds(3_600), "ab12", 10)));
    history.merge();
    history.append(node("c"), List.of(calls(NOON.plusSeconds(10), "ab12", 4)));
    assertThat(history.merge()).isEqualTo(1);
    List<Bucket> minutes =
        history.buckets(Period.MINUTE, Instant.EPOCH, SeriesKind.STATEMENT, "ab12");
    assertThat(minutes).extracting(Bucket::start).containsExactly(NOON, NOON.plusSeconds(3_600));
    assertThat(minutes.getFirst().point().value("count")).isEqualTo(7);
    assertThat(
            history
                .buckets(Period.DAY, NOON.minus(Duration.ofDays(1)), SeriesKind.STATEMENT, null)
                .getFirst()
                .point()
                .value("count"))
        .isEqualTo(17);
    assertThat(history.buckets(Period.MINUTE, NOON.plusSeconds(60), SeriesKind.STATEMENT, "ab12"))
        .hasSize(1);
    assertThat(history.buckets(Period.MINUTE, NOON, SeriesKind.STATEMENT, "other")).isEmpty();
  }

  @Test
  void longer_periods_do_not_tell_nodes_apart() throws Exception {
    History history = history(500);
    for (String name : List.of("a", "b")) {
      var frame = new Frame.Builder();
      frame.add(SeriesKind.RUNTIME, name, 10, 5);
      history.append(node(name), List.of(frame.build(NOON, 10)));
    }
    history.merge();
    assertThat(history.buckets(Period.MINUTE, NOON, SeriesKind.RUNTIME, null)).hasSize(2);
    List<Bucket> hours = history.buckets(Period.HOUR, NOON, SeriesKind.RUNTIME, null);
    assertThat(hours).extracting(each -> each.id().name()).containsExactly(SeriesId.ALL);
    assertThat(hours.getFirst().point().value("samples")).isEqualTo(20);
  }

  @Test
  void a_frame_of_another_version_keeps_nobody_from_merging() throws Exception {
    History history = history(500);
    history.append(
        node("a"), List.of(calls(NOON, "ab12", 3), calls(NOON.plusSeconds(10), "ab12", 4)));
    sql("UPDATE monitor_frames SET content = '\\x0102' WHERE start = '%s'".formatted(NOON));
    assertThat(history.merge()).isEqualTo(2);
    assertThat(inBuckets(history, Period.HOUR).values())
        .extracting(point -> point.value("count"))
        .containsExactly(4.0);
  }

  @Test
  void strange_names_keep_nobody_from_merging() throws Exception {
    History history = history(500);
    for (String name : List.of("a\0b", "\ud83e", "x".repeat(298) + "🦉🦉", "日本 🦉", "x'; --")) {
      for (int i = 0; i < 2; i++) {
        Instant start = NOON.plusSeconds(10L * (name.length() * 2 + i));
        history.append(node("a"), List.of(calls(start, name, 1)));
        assertThat(history.merge()).as(name).isEqualTo(1);
      }
    }
    assertThat(inBuckets(history, Period.TEN_MINUTES).values())
        .extracting(point -> point.value("count"))
        .containsExactly(2.0, 2.0, 2.0, 2.0, 2.0);
  }

  @Test
  void series_beyond_the_limit_share_one_and_nothing_is_lost() throws Exception {
    History history = history(50);
    List<Frame> appended = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var frame = new Frame.Builder();
      for (SeriesKind kind : SeriesKind.values()) {
        for (int series = 0; series < 10; series++) {
          frame.add(kind, "s" + i + "-" + series, 1);
        }
      }
      appended.add(frame.build(NOON.plusSeconds(10L * i), 10));
    }
    history.append(node("a"), appended);
    while (history.merge() > 0) {
      // All of them.
    }
    assertThat(number("SELECT count(*) FROM monitor_series")).isLessThanOrEqualTo(50);
    for (Period period : Period.values()) {
      assertThat(
              inBuckets(history, period).entrySet().stream()
                  .filter(each -> each.getKey().kind() == SeriesKind.STATEMENT)
                  .mapToDouble(each -> each.getValue().value("count"))
                  .sum())
          .isEqualTo(200);
    }
  }

  @Test
  void nodes_are_alive_gone_or_stopped_by_the_clock_of_the_database() throws Exception {
    History history = history(500);
    for (String name : List.of("alive", "gone", "stopped", "back")) {
      history.beat(node(name));
    }
    history.stopped(node("stopped"));
    sql("UPDATE monitor_nodes SET seen_at = seen_at - interval '11 seconds' WHERE node = 'alive'");
    sql("UPDATE monitor_nodes SET seen_at = seen_at - interval '13 seconds' WHERE node <> 'alive'");
    assertThat(states(history))
        .isEqualTo(
            Map.of(
                "alive", State.ALIVE,
                "gone", State.GONE,
                "stopped", State.STOPPED,
                "back", State.GONE));
    Node restarted = new Node("back", "worker", "2", NOON.plusSeconds(60));
    history.beat(restarted);
    history.beat(node("stopped"));
    assertThat(states(history))
        .containsEntry("back", State.ALIVE)
        .containsEntry("stopped", State.ALIVE);
    assertThat(history.nodes().getFirst())
        .satisfies(first -> {
          assertThat(first.node()).isEqualTo("back");
          assertThat(first.role()).isEqualTo("worker");
          assertThat(first.version()).isEqualTo("2");
          assertThat(first.startedAt()).isEqualTo(restarted.startedAt());
        });
  }

  private static Map<String, State> states(History history) throws SQLException {
    Map<String, State> states = new HashMap<>();
    history.nodes().forEach(each -> states.put(each.node(), each.state()));
    return states;
  }

  /** A node whose clock is wrong by an hour reads what the others write, now and later. */
  @ParameterizedTest
  @ValueSource(longs = {-3_600, 0, 3_600})
  void frames_are_read_by_the_clock_of_the_database(long wrong) throws Exception {
    History writer = history(500);
    History reader = history(500);
    Instant now = Instant.parse("2030-01-01T00:00:00Z").plusSeconds(wrong);
    Instant since = now.minusSeconds(900);
    writer.append(node("a"), List.of(calls(now.minusSeconds(30), "ab12", 1)));
    assertThat(reader.frames(since, now).get("a")).hasSize(1);
    writer.append(node("a"), List.of(calls(now.minusSeconds(20), "ab12", 1)));
    assertThat(reader.frames(since, now).get("a")).as("asked within the second").hasSize(1);
    assertThat(reader.frames(since, now.plusSeconds(1)).get("a")).hasSize(2);
    writer.append(node("a"), List.of(calls(now.minusSeconds(10), "ab12", 1)));
    assertThat(reader.frames(since, now.minusSeconds(5)).get("a")).as("turned back").hasSize(3);
    assertThat(reader.frames(now.minusSeconds(20), now.plusSeconds(5)).get("a")).hasSize(2);
  }

  @Test
  void what_is_old_is_removed_each_period_at_its_time() throws Exception {
    History history = history(500);
    Instant old = NOON.minus(Duration.ofDays(400));
    List<Frame> frames = new ArrayList<>();
    for (Period period : Period.values()) {
      frames.add(calls(NOON.minus(period.kept()).minus(period.length()), "s" + period, 1));
      frames.add(calls(NOON.minus(period.kept()).plus(period.length()), "s" + period, 1));
    }
    frames.add(calls(old, "ancient", 1));
    history.append(node("a"), frames);
    history.merge();
    history.append(node("a"), List.of(calls(old.plusSeconds(10), "unmerged", 1)));
    history.prune(NOON);
    for (Period period : Period.values()) {
      List<Bucket> kept = history.buckets(period, Instant.EPOCH, SeriesKind.STATEMENT, null);
      assertThat(kept)
          .isNotEmpty()
          .allMatch(bucket -> bucket.start().isAfter(NOON.minus(period.kept())));
    }
    assertThat(number("SELECT count(*) FROM monitor_series WHERE name = 'ancient'")).isZero();
    assertThat(number("SELECT count(*) FROM monitor_frames WHERE merged")).isZero();
    assertThat(number("SELECT count(*) FROM monitor_frames")).as("not told yet").isEqualTo(1);
  }

  /** The bound that is stated: 360 minutes, 432 of ten, 744 hours and 366 days of each series. */
  @Test
  void a_year_has_at_most_1902_rows_of_each_series() throws Exception {
    History history = history(12);
    history.append(
        node("a"), List.of(calls(NOON, "one", 1), calls(NOON.plusSeconds(10), "one", 1)));
    history.merge();
    for (Period period : Period.values()) {
      sql(
          """
          INSERT INTO monitor_buckets (period, start, series, content)
          SELECT bucket.period, bucket.start - n * interval '%d seconds', bucket.series,
                 bucket.content
          FROM monitor_buckets AS bucket, generate_series(1, 800) AS n
          WHERE bucket.period = %d
          """
              .formatted(period.length().toSeconds(), period.ordinal()));
    }
    for (Instant now : List.of(NOON, NOON.plusSeconds(10), NOON.plusSeconds(59))) {
      history.prune(now);
      assertThat(number("SELECT count(*) FROM monitor_buckets")).isEqualTo(1_902);
    }
    assertThat(
            history.buckets(
                Period.DAY, NOON.minus(Duration.ofDays(366)), SeriesKind.STATEMENT, SeriesId.ALL))
        .hasSize(366);
  }
}
