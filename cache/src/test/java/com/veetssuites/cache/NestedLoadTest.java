package com.veetssuites.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Invariant: whatever way a loader has to another value, and also when it finds none, what that
 * value was made of is a part of what the outer value depends on.
 */
class NestedLoadTest {

  private final AtomicBoolean dirty = new AtomicBoolean();
  private final TieredCaches caches =
      TieredCaches.builder()
          .transactions(
              new Transactions() {
                @Override
                public boolean dirty() {
                  return dirty.get();
                }

                @Override
                public @Nullable Position begin() {
                  return null;
                }

                @Override
                public boolean defer(long[] markers) {
                  return false;
                }
              })
          .build();
  private final TieredCache<Long, String> profiles =
      caches.region(CacheSpec.<Long, String>of("user.profile", String.class).build());
  private final TieredCache<String, String> pages =
      caches.region(CacheSpec.<String, String>of("pages", String.class).build());
  private final AtomicInteger loads = new AtomicInteger();

  @AfterEach
  void close() {
    caches.close();
  }

  /** The ways from one value to another. */
  enum Way {
    LOADED(test -> test.profiles.getOrLoad(7L, test::tagged)),
    FOUND(test -> test.profiles.get(7L)),
    MANY(test -> test.profiles.getAll(List.of(7L), test::all).get(7L)),
    NONE_OF_MANY(test -> test.profiles.getAll(List.of(7L), test::none).get(7L)),
    UNCACHED(test -> test.caches.uncached(() -> test.profiles.getOrLoad(7L, test::tagged))),
    UNCACHED_MANY(
        test -> test.caches.uncached(() -> test.profiles.getAll(List.of(7L), test::all)).get(7L)),
    FAILED(test -> {
      try {
        return test.profiles.getOrLoad(7L, test::failing);
      } catch (IllegalStateException e) {
        return "nobody";
      }
    });

    private final Function<NestedLoadTest, @Nullable String> read;

    Way(Function<NestedLoadTest, @Nullable String> read) {
      this.read = read;
    }
  }

  private String tagged(Long id) {
    Objects.requireNonNull(Load.current()).dependOn(new Tag("users#" + id));
    return "user " + id + " load " + loads.incrementAndGet();
  }

  private String failing(Long id) {
    throw new IllegalStateException(tagged(id));
  }

  private Map<Long, String> all(List<? extends Long> ids) {
    return Map.of(ids.getFirst(), tagged(ids.getFirst()));
  }

  private Map<Long, String> none(List<? extends Long> ids) {
    tagged(ids.getFirst());
    return Map.of();
  }

  @ParameterizedTest
  @EnumSource
  void an_outer_value_depends_on_the_key_and_on_the_tags_of_the_inner_one(Way way) {
    pages.getOrLoad("home", name -> "home of " + way.read.apply(this));
    assertThat(pages.get("home")).isNotNull();

    profiles.invalidate(7L);
    assertThat(pages.get("home")).isNull();

    pages.getOrLoad("home", name -> "home of " + way.read.apply(this));
    caches.invalidate(new Tag("users#7"));
    assertThat(pages.get("home")).as(way.name()).matches(home -> home == null || way == Way.FOUND);
  }

  @Test
  void what_a_part_read_after_writing_is_not_kept_in_the_whole() {
    pages.getOrLoad(
        "home",
        name -> {
          dirty.set(true);
          String inner = profiles.getOrLoad(7L, this::tagged);
          String many = profiles.getAll(List.of(8L), this::all).get(8L);
          dirty.set(false);
          return inner + many;
        });

    assertThat(pages.get("home")).isNull();
  }

  @Test
  void a_region_whose_keys_lie_elsewhere_is_cleared_all_the_same() {
    TieredCache<Long, String> strays =
        caches.region(
            CacheSpec.<Long, String>of("strays", String.class)
                .key(id -> CacheKey.of("elsewhere", id))
                .build());
    strays.getOrLoad(7L, this::tagged);

    strays.invalidateAll();

    assertThat(strays.get(7L)).isNull();
  }
}
