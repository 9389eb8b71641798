package com.veetssuites.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a region promises to a single caller; time is steered. */
class TieredCacheTest {

  private final AtomicLong nanos = new AtomicLong();
  private final TieredCaches caches = TieredCaches.builder().ticker(nanos::get).build();
  private final AtomicInteger loads = new AtomicInteger();

  @AfterEach
  void close() {
    caches.close();
  }

  private TieredCache<Long, String> profiles() {
    return caches.region(CacheSpec.<Long, String>of("user.profile", String.class).build());
  }

  private String load(Long id) {
    return "user " + id + " load " + loads.incrementAndGet();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void a_value_is_loaded_once() {
    TieredCache<Long, String> profiles = profiles();

    assertThat(profiles.getOrLoad(7L, this::load)).isEqualTo("user 7 load 1");
    assertThat(profiles.getOrLoad(7L, this::load)).isEqualTo("user 7 load 1");
    assertThat(profiles.get(7L)).isEqualTo("user 7 load 1");
    assertThat(profiles.get(8L)).isNull();
    assertThat(profiles.statistics().localHits()).isEqualTo(2);
  }

  @Test
  void a_key_an_ancestor_a_pattern_a_tag_and_all_are_invalidated_alike() {
    TieredCache<Long, String> profiles = profiles();
    List<Runnable> invalidations =
        List.of(
            () -> profiles.invalidate(7L),
            () -> caches.invalidate(CacheKey.of("user", "profile", 7)),
            () -> caches.invalidate(CacheKey.of("user")),
            () -> caches.invalidatePattern("user:profile:*"),
            () -> caches.invalidatePattern("us*:profile:7"),
            () -> caches.invalidate(new Tag("users#7")),
            profiles::invalidateAll,
            caches::invalidateEverything,
            () -> profiles.expire(7L));
    for (Runnable invalidation : invalidations) {
      String before = profiles.getOrLoad(7L, id -> tagged(id));
      assertThat(profiles.get(7L)).isEqualTo(before);

      invalidation.run();

      assertThat(profiles.get(7L)).isNull();
      assertThat(profiles.getOrLoad(7L, id -> tagged(id))).isNotEqualTo(before);
    }
  }

  private String tagged(Long id) {
    Load load = Objects.requireNonNull(Load.current());
    load.dependOn(new Tag("users#" + id));
    return load(id);
  }

  @Test
  void what_lies_beside_stays() {
    TieredCache<Long, String> profiles = profiles();
    profiles.getOrLoad(7L, this::tagged);
    profiles.getOrLoad(8L, this::tagged);

    caches.invalidate(new Tag("users#7"));
    profiles.invalidate(7L);
    caches.invalidatePattern("user:profile:7:*");

    assertThat(profiles.get(7L)).isNull();
    assertThat(profiles.get(8L)).isEqualTo("user 8 load 2");
  }

  @Test
  void time_ends_a_value() {
    TieredCache<Long, String> profiles = profiles();
    profiles.getOrLoad(7L, this::load);

    pass(Duration.ofSeconds(269));
    assertThat(profiles.get(7L)).isNotNull();
    pass(Duration.ofSeconds(32));
    assertThat(profiles.get(7L)).isNull();
  }

  @Test
  void an_invalidation_during_a_load_keeps_its_value_out() {
    TieredCache<Long, String> profiles = profiles();

    String served =
        profiles.getOrLoad(
            7L,
            id -> {
              caches.invalidate(CacheKey.of("user"));
              return load(id);
            });

    assertThat(served).isEqualTo("user 7 load 1");
    assertThat(profiles.get(7L)).isNull();
  }

  @Test
  void an_outer_value_depends_on_what_the_inner_one_was_made_of() {
    TieredCache<Long, String> profiles = profiles();
    TieredCache<String, String> pages =
        caches.region(CacheSpec.<String, String>of("pages", String.class).build());
    profiles.getOrLoad(7L, this::tagged);
    pages.getOrLoad("home", name -> "home of " + profiles.getOrLoad(7L, this::tagged));
    assertThat(pages.get("home")).isEqualTo("home of user 7 load 1");

    caches.invalidate(new Tag("users#7"));

    assertThat(pages.get("home")).isNull();
  }

  @Test
  void a_failing_load_serves_what_expired_and_never_what_was_removed() {
    TieredCache<Long, String> profiles =
        caches.region(
            CacheSpec.<Long, String>of("user.profile", String.class)
                .failSafe(Duration.ofHours(1))
                .build());
    Loader<Long, String> broken =
        id -> {
          throw new IllegalStateException("no database");
        };
    profiles.getOrLoad(7L, this::load);

    profiles.expire(7L);
    assertThat(profiles.get(7L)).isNull();
    assertThat(profiles.getOrLoad(7L, broken)).isEqualTo("user 7 load 1");

    profiles.invalidate(7L);
    assertThatThrownBy(() -> profiles.getOrLoad(7L, broken)).hasMessage("no database");
  }

  @Test
  void absence_is_believed_for_its_time() {
    TieredCache<Long, String> profiles = profiles();
    Loader<Long, String> nobody =
        id -> {
          loads.incrementAndGet();
          return null;
        };

    assertThat(profiles.getOrLoad(9L, nobody)).isNull();
    assertThat(profiles.getOrLoad(9L, nobody)).isNull();
    assertThat(loads).hasValue(1);
    pass(Duration.ofSeconds(31));
    assertThat(profiles.getOrLoad(9L, nobody)).isNull();
    assertThat(loads).hasValue(2);
  }

  @Test
  void many_keys_are_loaded_by_one_call() {
    TieredCache<Long, String> profiles = profiles();
    profiles.getOrLoad(1L, this::load);

    Map<Long, String> found =
        profiles.getAll(
            List.of(1L, 2L, 3L),
            missing -> {
              assertThat(missing).containsExactly(2L, 3L);
              return Map.of(2L, "two");
            });

    assertThat(found).containsExactly(Map.entry(1L, "user 1 load 1"), Map.entry(2L, "two"));
    assertThat(profiles.get(2L)).isEqualTo("two");
  }

  @Test
  void a_value_that_cannot_be_kept_is_served_all_the_same() {
    TieredCache<String, Object> things =
        caches.region(
            CacheSpec.<String, Object>of("things", Object.class).maxValueBytes(1000).build());

    assertThat(things.getOrLoad("large", key -> "x".repeat(2000))).asString().hasSize(2000);
    assertThat(things.get("large")).isNull();
    assertThat(things.getOrLoad("thread", key -> Thread.currentThread())).isNotNull();
    assertThat(things.get("thread")).isNull();
    assertThat(things.getOrLoad("line\nbreak", key -> "value")).isEqualTo("value");
    assertThat(things.getOrLoad("k".repeat(10_000), key -> "value")).isEqualTo("value");
    assertThatThrownBy(() -> things.getOrLoad(nothing(), key -> "value"))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("key");
  }

  @SuppressWarnings("NullAway") // what a caller without a checker may do
  private static String nothing() {
    return null;
  }

  @Test
  void a_put_value_replaces_the_last_one() {
    TieredCache<Long, String> profiles = profiles();
    profiles.getOrLoad(7L, this::load);

    profiles.put(7L, "put");

    assertThat(profiles.get(7L)).isEqualTo("put");
  }
}
