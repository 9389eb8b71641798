package com.veetssuites.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.InvalidationLogContract;
import com.veetssuites.cache.LogUnavailable;
import com.veetssuites.cache.Position;
import com.veetssuites.testing.FaultyProxy;
import com.veetssuites.testing.RedisExtension;
import com.veetssuites.testing.RedisServer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The log on one server keeps the contract, and loses nothing when the server loses keys. */
class RedisInvalidationLogTest extends InvalidationLogContract {

  private static final RedisServer SERVER = RedisServer.start();
  private static final RedisConnections CONNECTIONS =
      RedisConnections.open(SERVER.url(), RedisSettings.defaults());

  private final String namespace = RedisExtension.namespace();

  @AfterAll
  static void stop() {
    CONNECTIONS.close();
    SERVER.close();
  }

  @Override
  protected InvalidationLog open() {
    return new RedisInvalidationLog(CONNECTIONS, namespace, 200);
  }

  private String key(String suffix) {
    return "{" + namespace + "}:" + suffix;
  }

  private Position append(Position applied, long... markers) throws LogUnavailable {
    return log().append(applied, markers).end();
  }

  @Test
  void another_node_reads_the_changes_in_order() throws LogUnavailable {
    Position start = log().read(Position.NONE).end();
    append(append(append(start, 1), 2, 3), InvalidationLog.EVERYTHING);

    var news = (InvalidationLog.Changes) log().read(start);

    assertThat(news.list()).extracting(InvalidationLog.Change::seq).containsExactly(1L, 2L, 3L);
    assertThat(news.list().get(1).markers()).containsExactly(2, 3);
  }

  @Test
  void an_append_tells_what_was_missed_before_it() throws LogUnavailable {
    Position start = log().read(Position.NONE).end();
    append(start, 1);

    var news = (InvalidationLog.Changes) log().append(start, new long[] {2});

    assertThat(news.list()).hasSize(2);
  }

  @Test
  void a_lost_stream_or_a_hole_in_it_gives_the_whole_state() throws LogUnavailable {
    Position start = log().read(Position.NONE).end();
    append(append(append(start, 1), 2), 3);
    SERVER.command("XDEL", key("log"), "2-0");
    assertThat(valid(log().read(start), start, 2)).isFalse();

    SERVER.command("DEL", key("log"));
    assertThat(valid(log().read(start), start, 3)).isFalse();
    assertThat(valid(log().append(start, new long[] {4}), start, 4)).isFalse();
    assertThat(valid(log().read(start), start, 1)).isFalse();
    assertThat(valid(log().read(start), start, 9)).isTrue();
  }

  @Test
  void a_foreign_entry_ahead_of_the_stream_loses_no_invalidation() throws LogUnavailable {
    Position start = append(log().read(Position.NONE).end(), 1);
    SERVER.command("XADD", key("log"), "999-0", "m", "x");

    append(start, 2);

    var news = log().read(start);
    assertThat(news).isInstanceOf(InvalidationLog.Changes.class);
    assertThat(((InvalidationLog.Changes) news).list().getFirst().markers()).containsExactly(2);
  }

  @Test
  void a_stream_or_state_of_another_type_is_replaced() throws LogUnavailable {
    Position start = append(log().read(Position.NONE).end(), 1);
    SERVER.command("SET", key("log"), "text");
    Position next = append(start, 2);
    assertThat(next.epoch()).isEqualTo(start.epoch());

    SERVER.command("SET", key("m"), "text");
    assertThat(log().read(next).end().epoch()).isNotEqualTo(start.epoch());
  }

  @Test
  void a_lost_state_begins_a_new_epoch() throws LogUnavailable {
    Position start = append(log().read(Position.NONE).end(), 1);

    SERVER.command("DEL", key("m"));
    Position second = log().read(start).end();
    assertThat(second.epoch()).isNotEqualTo(start.epoch());

    SERVER.command("FLUSHALL");
    Position third = append(second, 2);
    assertThat(third.epoch()).isNotEqualTo(second.epoch());
    assertThat(valid(log().read(Position.NONE), second, 5)).isFalse();
  }

  @Test
  void a_number_behind_what_a_node_has_seen_begins_a_new_epoch() throws LogUnavailable {
    Position start = append(append(log().read(Position.NONE).end(), 1), 2);

    SERVER.command("HSET", key("m"), "seq", "1");

    assertThat(log().read(start).end().epoch()).isNotEqualTo(start.epoch());
  }

  @Test
  void the_state_of_another_life_of_the_server_begins_a_new_epoch() throws LogUnavailable {
    Position start = append(log().read(Position.NONE).end(), 1);

    SERVER.command("HSET", key("m"), "run", "another");

    assertThat(log().read(start).end().epoch()).isNotEqualTo(start.epoch());
  }

  @Test
  void forgotten_scripts_are_sent_again() throws LogUnavailable {
    Position start = append(log().read(Position.NONE).end(), 1);

    SERVER.command("SCRIPT", "FLUSH");

    assertThat(append(start, 2)).isEqualTo(new Position(start.epoch(), start.seq() + 1));
  }

  @Test
  void too_many_markers_are_forgotten_by_raising_the_floor() throws LogUnavailable {
    Position start = log().read(Position.NONE).end();
    Position end = start;
    for (int i = 1; i <= 1000; i++) {
      end = append(end, i);
    }
    var news = (InvalidationLog.Snapshot) log().read(Position.NONE);

    assertThat(news.hashes().length).isBetween(90, 210);
    assertThat(news.floor()).isGreaterThan(700);
    for (int i = 1; i <= 1000; i++) {
      assertThat(valid(news, new Position(end.epoch(), i - 1L), i)).isFalse();
      assertThat(valid(news, end, i)).isTrue();
    }
  }

  @Test
  void lost_older_markers_are_forgotten_by_raising_the_floor() throws LogUnavailable {
    Position end = log().read(Position.NONE).end();
    for (int i = 1; i <= 190; i++) {
      end = append(end, i);
    }
    SERVER.command("DEL", key("m:old"));

    var news = log().read(Position.NONE);
    for (int i = 1; i <= 190; i++) {
      assertThat(valid(news, new Position(end.epoch(), i - 1L), i)).isFalse();
    }
    assertThat(valid(news, end, 5)).isTrue();
  }

  @Test
  void a_huge_invalidation_is_whole() throws LogUnavailable {
    Position start = log().read(Position.NONE).end();
    long[] many = LongStream.rangeClosed(1, 10_000).toArray();

    var news = (InvalidationLog.Snapshot) log().append(start, many);

    for (long marker : new long[] {1, 499, 500, 501, 9_999, 10_000}) {
      assertThat(valid(news, start, marker)).isFalse();
    }
    assertThat(valid(news, start, 10_001)).isTrue();
  }

  @Test
  void a_promoted_replica_that_would_count_the_same_numbers_again_begins_a_new_epoch()
      throws Exception {
    try (RedisServer master = RedisServer.start();
        FaultyProxy way = FaultyProxy.to(master.port());
        RedisServer replica = RedisServer.replicaOf(way.port());
        var before = RedisConnections.open(master.url(), RedisSettings.defaults())) {
      var log = new RedisInvalidationLog(before, namespace);
      Position behind = log.append(log.read(Position.NONE).end(), new long[] {1}).end();
      for (int i = 0; i < 1000; i++) {
        if (replica.command("HGET", key("m"), "seq").endsWith("\r\n1\r\n")) {
          break;
        }
        Thread.sleep(10);
      }
      way.cut();
      Position ahead = log.append(behind, new long[] {2}).end();
      master.kill();
      assertThat(replica.command("HGET", key("m"), "seq")).endsWith("\r\n1\r\n");
      replica.command("REPLICAOF", "NO", "ONE");

      try (var after = RedisConnections.open(replica.url(), RedisSettings.defaults())) {
        var promoted = new RedisInvalidationLog(after, namespace);
        // A node that lagged appends first: its invalidation would be number 2 once more.
        promoted.append(behind, new long[] {3});
        assertThat(promoted.read(ahead)).isInstanceOf(InvalidationLog.Snapshot.class);
        assertThat(promoted.read(ahead).end().epoch()).isNotEqualTo(ahead.epoch());
      }
    }
  }

  @Test
  void a_name_space_with_braces_is_refused() {
    assertThatThrownBy(() -> new RedisInvalidationLog(CONNECTIONS, "a{b}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters");
  }
}
