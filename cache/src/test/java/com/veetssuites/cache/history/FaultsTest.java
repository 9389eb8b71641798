package com.veetssuites.cache.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.LogUnavailable;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Single faults of the log, each with what must not come of it. */
@Timeout(20)
class FaultsTest {

  private static final Duration BOUND = Duration.ofMillis(200);

  private final SharedLog log = new SharedLog();
  private final SharedStore store = new SharedStore();
  private final SharedLog.Connection connection = log.connect();
  private final TieredCaches here =
      TieredCaches.builder().log(connection).store(store).maxStaleness(BOUND).build();
  private final TieredCaches there =
      TieredCaches.builder().log(log.connect()).store(store).maxStaleness(BOUND).build();

  @AfterEach
  void close() {
    here.close();
    there.close();
    store.end();
  }

  private static CacheSpec.Builder<Long, String> spec() {
    return CacheSpec.of("courses", String.class);
  }

  private static String broken(Long id) {
    throw new IllegalStateException("no database");
  }

  @Test
  void fail_safe_serves_nothing_that_may_have_been_removed_elsewhere() throws Exception {
    TieredCache<Long, String> courses = here.region(spec().failSafe(Duration.ofHours(1)).build());
    courses.getOrLoad(7L, id -> "old");
    courses.expire(7L);
    assertThat(courses.getOrLoad(7L, FaultsTest::broken)).isEqualTo("old");

    connection.cut = true;
    there.region(spec().build()).invalidate(7L);
    Thread.sleep(BOUND.multipliedBy(2));

    assertThatThrownBy(() -> courses.getOrLoad(7L, FaultsTest::broken)).hasMessage("no database");
  }

  @Test
  void an_explicit_policy_serves_on() throws Exception {
    TieredCache<Long, String> courses = here.region(spec().serveUnproven(true).build());
    courses.getOrLoad(7L, id -> "old");

    connection.cut = true;
    Thread.sleep(BOUND.multipliedBy(2));

    assertThat(courses.get(7L)).isEqualTo("old");
  }

  @Test
  void of_two_puts_at_once_all_nodes_keep_the_same() throws Exception {
    TieredCache<Long, String> courses = here.region(spec().build());
    // What another node puts right after this one is applied here before the put goes on.
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    InvalidationLog overtaken =
        new InvalidationLog() {
          private final InvalidationLog way = log.connect();

          @Override
          public News append(Position applied, long[] markers) throws LogUnavailable {
            News news = way.append(applied, markers);
            meanwhile.get().run();
            return news;
          }

          @Override
          public News read(Position applied) throws LogUnavailable {
            return way.read(applied);
          }

          @Override
          public void await(Position applied, Duration atMost)
              throws LogUnavailable, InterruptedException {
            way.await(applied, atMost);
          }

          @Override
          public boolean shared() {
            return true;
          }

          @Override
          public void close() {}
        };
    try (TieredCaches third = TieredCaches.builder().log(overtaken).build()) {
      TieredCache<Long, String> same = third.region(spec().build());
      meanwhile.set(() -> {
        courses.put(7L, "later");
        assertThat(third.catchUp(here.position())).isTrue();
      });

      same.put(7L, "earlier");

      assertThat(courses.get(7L)).isEqualTo("later");
      assertThat(same.get(7L)).isNull();
    }
  }

  @Test
  void a_log_that_goes_back_within_its_epoch_hangs_nobody() {
    TieredCache<Long, String> courses = here.region(spec().build());
    courses.invalidate(7L);
    connection.amnesia = true;

    assertThat(here.catchUp(new Position(1, 1_000))).isFalse();
    courses.invalidate(7L);
    assertThat(courses.getOrLoad(7L, id -> "loaded")).isEqualTo("loaded");

    connection.amnesia = false;
    assertThat(here.catchUp(new Position(1, 1_000))).isTrue();
  }

  @Test
  void more_markers_than_can_be_remembered_invalidate_everything() {
    TieredCache<Long, String> courses = here.region(spec().build());
    courses.getOrLoad(7L, id -> "old");

    assertThat(here.committed(IntStream.range(1, 400_000).mapToLong(i -> i).toArray())).isTrue();

    assertThat(courses.get(7L)).isNull();
    assertThat(here.log().markers()).isZero();
  }

  @Test
  void markers_that_cannot_be_forgotten_still_find_a_place() {
    connection.cut = true;
    for (int i = 1; i <= 40; i++) {
      int from = i * 10_000;
      here.committed(IntStream.range(from, from + 10_000).mapToLong(h -> h).toArray());
    }
    connection.cut = false;
    assertThat(here.catchUp(new Position(0, 0))).isTrue();
    here.invalidate(new Tag("still answers"));
  }

  @Test
  void clocks_that_are_wrong_change_only_how_long_values_live() {
    for (long hours : List.of(-1L, 1L)) {
      try (TieredCaches wrong =
          TieredCaches.builder()
              .log(log.connect())
              .store(store)
              .clock(Clock.fixed(Instant.now().plus(Duration.ofHours(hours)), ZoneOffset.UTC))
              .build()) {
        TieredCache<Long, String> right =
            here.region(CacheSpec.<Long, String>of("at" + hours, String.class).build());
        TieredCache<Long, String> off =
            wrong.region(CacheSpec.<Long, String>of("at" + hours, String.class).build());
        off.getOrLoad(1L, id -> "off");
        right.getOrLoad(2L, id -> "right");
        store.flush(BOUND);
        // Whatever is served, it is true; and what lives, lives no longer than its time here.
        assertThat(right.getOrLoad(1L, id -> "right")).isIn("off", "right");
        assertThat(off.getOrLoad(2L, id -> "off")).isIn("off", "right");
        var found = Objects.requireNonNull(right.find(1L));
        assertThat(found.timeToLive()).isLessThanOrEqualTo(Duration.ofSeconds(300));

        here.invalidatePattern("*");
        assertThat(wrong.catchUp(here.position())).isTrue();

        assertThat(off.get(1L)).isNull();
        assertThat(off.get(2L)).isNull();
        assertThat(right.get(1L)).isNull();
      }
    }
  }
}
