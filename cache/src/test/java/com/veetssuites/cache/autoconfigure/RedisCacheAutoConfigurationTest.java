package com.veetssuites.cache.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.redis.RedisConnections;
import com.veetssuites.testing.RedisExtension;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;

/** The cache over a real Redis, by the settings and by the environment. */
class RedisCacheAutoConfigurationTest {

  private final String namespace = RedisExtension.namespace();
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  RedisCacheAutoConfiguration.class,
                  CacheAutoConfiguration.class,
                  SpringCacheAutoConfiguration.class,
                  CacheAnnotationsAutoConfiguration.class))
          .withPropertyValues("veets.cache.namespace=" + namespace);

  private static TieredCache<Long, String> open(TieredCaches caches) {
    return caches.region(CacheSpec.<Long, String>of("courses", String.class).build());
  }

  @Test
  void two_programs_share_values_and_invalidations() {
    var both = runner.withPropertyValues("USE_REDIS=true", "REDIS_URL=" + RedisExtension.url());
    both.run(one ->
        both.run(other -> {
          TieredCaches here = one.getBean(TieredCaches.class);
          assertThat(here.log().shared()).isTrue();
          TieredCache<Long, String> mine = open(here);
          TieredCache<Long, String> theirs = open(other.getBean(TieredCaches.class));

          mine.getOrLoad(7L, id -> "value");
          here.flush(Duration.ofSeconds(5));
          assertThat(theirs.get(7L)).isEqualTo("value");
          mine.invalidate(7L);
          await().atMost(Duration.ofSeconds(1)).until(() -> theirs.get(7L) == null);
        }));
  }

  @Test
  void spring_s_named_caches_are_shared_once_their_type_is_known() {
    var both =
        runner.withPropertyValues(
            "veets.cache.redis.enabled=true", "veets.cache.redis.url=" + RedisExtension.url());
    both.run(one ->
        both.run(other -> {
          for (var context : java.util.List.of(one, other)) {
            context
                .getBean(com.veetssuites.cache.spring.TieredCacheManager.class)
                .declare("titles", String.class);
          }
          Objects.requireNonNull(one.getBean(CacheManager.class).getCache("titles"))
              .put("a", "title");
          one.getBean(TieredCaches.class).flush(Duration.ofSeconds(5));
          var theirs = Objects.requireNonNull(other.getBean(CacheManager.class).getCache("titles"));
          await()
              .atMost(Duration.ofSeconds(2))
              .until(() -> "title".equals(theirs.get("a", String.class)));
        }));
  }

  @Test
  void without_use_redis_there_is_none_whatever_the_url() {
    runner
        .withPropertyValues("REDIS_URL=" + RedisExtension.url())
        .run(context -> assertThat(context).doesNotHaveBean(RedisConnections.class));
    runner
        .withPropertyValues("USE_REDIS=true", "veets.cache.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(RedisConnections.class));
  }

  @Test
  void what_cannot_be_used_fails_the_start_without_telling_the_password() {
    runner
        .withPropertyValues("USE_REDIS=true", "REDIS_URL=redis://:secret@127.0.0.1:1/0")
        .run(context -> {
          assertThat(context).hasFailed();
          assertThat(context.getStartupFailure())
              .extracting(failure -> org.assertj.core.util.Throwables.getStackTrace(failure))
              .asString()
              .doesNotContain("secret");
        });
    runner
        .withPropertyValues("USE_REDIS=maybe")
        .run(context ->
            assertThat(context).getFailure().hasStackTraceContaining("true or false, not 'maybe'"));
    runner
        .withClassLoader(new FilteredClassLoader("io.lettuce"))
        .withPropertyValues("USE_REDIS=true")
        .run(context ->
            assertThat(context).getFailure().hasStackTraceContaining("io.lettuce:lettuce-core"));
  }

  @Test
  void a_lenient_start_goes_on_without_redis() {
    runner
        .withPropertyValues(
            "USE_REDIS=true",
            "REDIS_URL=redis://127.0.0.1:1/0",
            "veets.cache.redis.lenient-start=true")
        .run(context -> {
          TieredCaches caches = context.getBean(TieredCaches.class);
          assertThat(caches.health().good()).isFalse();
          assertThat(open(caches).getOrLoad(1L, id -> "loaded")).isEqualTo("loaded");
        });
  }
}
