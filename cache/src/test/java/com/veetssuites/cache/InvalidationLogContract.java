package com.veetssuites.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.InvalidationLog.Change;
import com.veetssuites.cache.InvalidationLog.Changes;
import com.veetssuites.cache.InvalidationLog.News;
import com.veetssuites.cache.InvalidationLog.Snapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every invalidation log promises to its follower. */
public abstract class InvalidationLogContract {

  protected @Nullable InvalidationLog opened;

  /** A log that nothing was appended to. */
  protected abstract InvalidationLog open();

  @BeforeEach
  void openLog() {
    opened = open();
  }

  @AfterEach
  void closeLog() {
    log().close();
  }

  protected final InvalidationLog log() {
    if (opened == null) {
      throw new IllegalStateException("There is no log yet.");
    }
    return opened;
  }

  /** Whether what was stamped there, and depends on the marker, is still valid after the news. */
  protected static boolean valid(News news, Position stamp, long marker) {
    if (!(news instanceof Snapshot snapshot)) {
      throw new IllegalArgumentException("not a snapshot: " + news);
    }
    if (snapshot.end().epoch() != stamp.epoch() || stamp.seq() < snapshot.floor()) {
      return false;
    }
    boolean valid = true;
    for (int i = 0; i < snapshot.hashes().length; i++) {
      valid &= snapshot.hashes()[i] != marker || snapshot.seqs()[i] <= stamp.seq();
    }
    return valid;
  }

  @Test
  void a_newcomer_gets_the_whole_state() throws LogUnavailable {
    assertThat(log().read(Position.NONE)).isInstanceOf(Snapshot.class);
  }

  @Test
  void at_the_end_there_is_nothing_new() throws LogUnavailable {
    Position end = log().read(Position.NONE).end();

    assertThat(log().read(end)).isInstanceOf(Changes.class);
    assertThat(((Changes) log().read(end)).list()).isEmpty();
    assertThat(log().read(end).end()).isEqualTo(end);
  }

  @Test
  void what_is_appended_comes_back_as_the_next_number() throws LogUnavailable {
    Position end = log().read(Position.NONE).end();
    for (int i = 1; i <= 20; i++) {
      long[] markers = {i, -i, Long.MIN_VALUE + i};

      Changes news = (Changes) log().append(end, markers);

      assertThat(news.list()).hasSize(1);
      Change change = news.list().getFirst();
      assertThat(change.seq()).isEqualTo(end.seq() + 1);
      assertThat(change.markers()).containsExactly(markers);
      assertThat(news.end()).isEqualTo(new Position(end.epoch(), end.seq() + 1));
      end = news.end();
    }
  }

  @Test
  void everything_is_a_change_too() throws LogUnavailable {
    Position end = log().read(Position.NONE).end();

    Changes news = (Changes) log().append(end, new long[] {InvalidationLog.EVERYTHING});

    assertThat(news.list().getFirst().markers()).containsExactly(InvalidationLog.EVERYTHING);
    assertThat(valid(log().read(Position.NONE), end, 5)).isFalse();
  }

  @Test
  void a_snapshot_invalidates_what_was_appended() throws LogUnavailable {
    Position end = log().read(Position.NONE).end();

    log().append(end, new long[] {7, Long.MIN_VALUE});

    News news = log().read(Position.NONE);
    assertThat(valid(news, end, 7)).isFalse();
    assertThat(valid(news, end, Long.MIN_VALUE)).isFalse();
    assertThat(valid(news, news.end(), 7)).isTrue();
  }

  @Test
  void waiting_ends_with_its_time() throws Exception {
    Position end = log().read(Position.NONE).end();
    long began = System.nanoTime();

    log().await(end, Duration.ofMillis(50));

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(40), Duration.ofMillis(1000));
  }

  @Test
  void an_append_of_another_wakes_who_waits() throws Exception {
    Assumptions.assumeTrue(log().shared(), "somebody else can append");
    Position start = log().read(Position.NONE).end();
    Thread.ofVirtual()
        .start(() -> {
          try {
            Thread.sleep(50);
            log().append(start, new long[] {1});
          } catch (LogUnavailable | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    long began = System.nanoTime();

    log().await(start, Duration.ofSeconds(5));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }
}
