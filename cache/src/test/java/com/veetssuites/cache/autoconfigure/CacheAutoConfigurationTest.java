package com.veetssuites.cache.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.Coherence;
import com.veetssuites.cache.RegionStatistics;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.Transactions;
import com.veetssuites.cache.micrometer.CacheMeters;
import com.veetssuites.cache.spring.SpringTransactions;
import com.veetssuites.cache.spring.TieredCacheManager;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.actuate.endpoint.CachesEndpoint;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

/** What is there by default, what backs off, and what the settings do. */
class CacheAutoConfigurationTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  CacheAutoConfiguration.class,
                  SpringCacheAutoConfiguration.class,
                  CacheAnnotationsAutoConfiguration.class,
                  CacheMetricsAutoConfiguration.class,
                  CacheEndpointAutoConfiguration.class,
                  CacheWarmersAutoConfiguration.class,
                  TransactionsAutoConfiguration.class));

  private static TieredCache<Long, String> open(TieredCaches caches, String name) {
    return caches.region(CacheSpec.<Long, String>of(name, String.class).build());
  }

  @Test
  void by_default_there_is_a_cache_in_memory_that_knows_the_transactions_of_spring() {
    runner.run(context -> {
      assertThat(context)
          .hasSingleBean(TieredCaches.class)
          .hasSingleBean(TieredCacheManager.class)
          .hasSingleBean(CacheMeters.class)
          .hasSingleBean(CacheWarmers.class)
          .hasSingleBean(SpringTransactions.class);
      TieredCaches caches = context.getBean(TieredCaches.class);
      assertThat(caches.log().shared()).isFalse();
      assertThat(caches.coherence()).isEqualTo(Coherence.BOUNDED);
      assertThat(caches.health().good()).isTrue();
      assertThat(open(caches, "a").spec().timeToLive()).isEqualTo(Duration.ofSeconds(300));
    });
  }

  @Test
  void what_the_program_has_itself_is_left_alone() {
    runner
        .withBean(CacheManager.class, ConcurrentMapCacheManager::new)
        .withBean(TieredCaches.class, () -> TieredCaches.builder().build())
        .withBean(Transactions.class, () -> Transactions.NONE)
        .run(context ->
            assertThat(context)
                .hasSingleBean(TieredCaches.class)
                .doesNotHaveBean(TieredCacheManager.class)
                .doesNotHaveBean(SpringTransactions.class));
  }

  @Test
  void disabled_everything_is_there_and_nothing_is_kept() {
    runner
        .withPropertyValues("veets.cache.enabled=false")
        .run(context -> {
          TieredCache<Long, String> region = open(context.getBean(TieredCaches.class), "a");
          assertThat(region.getOrLoad(1L, id -> "first")).isEqualTo("first");
          assertThat(region.getOrLoad(1L, id -> "second")).isEqualTo("second");
          Cache named = Objects.requireNonNull(context.getBean(CacheManager.class).getCache("b"));
          named.put("key", "value");
          assertThat(named.get("key")).isNull();
        });
  }

  @Test
  void a_region_is_what_the_settings_of_its_name_say_then_the_program_then_the_defaults() {
    runner
        .withPropertyValues(
            "veets.cache.coherence=session",
            "veets.cache.region-defaults.time-to-live=60s",
            "veets.cache.region-defaults.jitter=0.2",
            "veets.cache.regions.courses.time-to-live=10s",
            "veets.cache.regions[user.profile].max-weight=1000")
        .run(context -> {
          TieredCaches caches = context.getBean(TieredCaches.class);
          assertThat(caches.coherence()).isEqualTo(Coherence.SESSION);
          CacheSpec<Long, String> courses =
              CacheSpec.<Long, String>of("courses", String.class)
                  .timeToLive(Duration.ofHours(1))
                  .jitter(0.5)
                  .build();
          assertThat(caches.region(courses).spec())
              .extracting(CacheSpec::timeToLive, CacheSpec::jitter)
              .containsExactly(Duration.ofSeconds(10), 0.5);
          assertThat(open(caches, "user.profile").spec())
              .extracting(CacheSpec::timeToLive, CacheSpec::maxWeight, CacheSpec::jitter)
              .containsExactly(Duration.ofSeconds(60), 1000L, 0.2);
        });
  }

  @Test
  void settings_that_cannot_be_fail_the_start_with_a_sentence() {
    Map.of(
            "veets.cache.regions.courses.time-to-live=0s", "time to live is above zero",
            "veets.cache.region-defaults.jitter=1", "a share from 0 to below 1",
            "veets.cache.regions.courses.time-to-leave=5s", "time-to-leave",
            "veets.cache.max-stalenes=5s", "max-stalenes",
            "veets.cache.max-staleness=1ms", "at least 100 ms",
            "veets.cache.namespace=a b", "letters, digits",
            "veets.cache.warm-on-start=courses", "There is no cache warmer 'courses'")
        .forEach((setting, sentence) ->
            runner
                .withPropertyValues(setting)
                .run(
                    context -> assertThat(context).getFailure().hasStackTraceContaining(sentence)));
  }

  @Test
  void meters_tell_of_regions_that_are_opened_later_too() {
    runner.run(context -> {
      TieredCaches caches = context.getBean(TieredCaches.class);
      var registry = new SimpleMeterRegistry();
      TieredCache<Long, String> before = open(caches, "before");
      context.getBean(CacheMeters.class).bindTo(registry);
      TieredCache<Long, String> later = open(caches, "later");
      for (TieredCache<Long, String> region : List.of(before, later)) {
        region.getOrLoad(1L, id -> "value");
        region.getOrLoad(1L, id -> "value");
        region.invalidate(1L);
        region.getOrLoad(1L, id -> "value");
      }

      for (String name : List.of("before", "later")) {
        assertThat(
                registry
                    .get("cache.gets")
                    .tags("cache", name, "level", "local", "result", "hit")
                    .functionCounter()
                    .count())
            .isEqualTo(1);
        assertThat(
                registry
                    .get("cache.gets")
                    .tags("cache", name, "result", "miss")
                    .functionCounter()
                    .count())
            .isEqualTo(2);
        assertThat(registry.get("cache.load.duration").tag("cache", name).functionTimer().count())
            .isEqualTo(2);
        assertThat(
                registry.get("cache.stale.rejections").tag("cache", name).functionCounter().count())
            .isEqualTo(1);
        assertThat(registry.get("cache.size").tag("cache", name).gauge().value()).isEqualTo(1);
        assertThat(registry.get("cache.bytes").tag("cache", name).gauge().value()).isPositive();
      }
      assertThat(registry.get("cache.invalidations").functionCounter().count()).isEqualTo(2);
      assertThat(registry.get("cache.log.reachable").gauge().value()).isEqualTo(1);
      assertThat(registry.get("cache.log.unsent").gauge().value()).isZero();
    });
  }

  @Test
  void the_endpoint_shows_regions_and_drops_by_pattern_or_tag() {
    runner
        .withPropertyValues("management.endpoints.web.exposure.include=*")
        .run(context -> {
          TieredCachesEndpoint endpoint = context.getBean(TieredCachesEndpoint.class);
          TieredCache<Long, String> courses = open(context.getBean(TieredCaches.class), "courses");
          courses.getOrLoad(7L, id -> "value");

          assertThat(endpoint.overview().regions())
              .extracting(RegionStatistics::region)
              .containsExactly("courses");
          assertThat(endpoint.region("courses")).isNotNull();
          assertThat(endpoint.region("others")).isNull();
          endpoint.drop("courses:*", null);
          assertThat(courses.get(7L)).isNull();
          assertThatThrownBy(() -> endpoint.drop(null, null))
              .isInstanceOf(InvalidEndpointRequestException.class);
          assertThatThrownBy(() -> endpoint.drop(null, "line\nfeed"))
              .isInstanceOf(InvalidEndpointRequestException.class);
        });
  }

  @Test
  void warming_can_be_asked_for_where_it_is_exposed() {
    runner
        .withPropertyValues("management.endpoints.web.exposure.include=cachewarmup")
        .run(context ->
            assertThat(context)
                .hasSingleBean(CacheWarmUpEndpoint.class)
                .doesNotHaveBean(TieredCachesEndpoint.class));
    runner.run(context -> assertThat(context).doesNotHaveBean(CacheWarmUpEndpoint.class));
  }

  @Test
  void the_endpoint_of_boot_lists_the_named_caches_beside_it() {
    runner.run(context -> {
      TieredCacheManager manager = context.getBean(TieredCacheManager.class);
      Objects.requireNonNull(manager.getCache("courses")).put("7", "value");
      var boot = new CachesEndpoint(Map.of("cacheManager", manager));
      assertThat(
              Objects.requireNonNull(boot.caches().getCacheManagers().get("cacheManager"))
                  .getCaches())
          .containsKey("courses");
      assertThat(boot.clearCache("courses", null)).isTrue();
      assertThat(Objects.requireNonNull(manager.getCache("courses")).get("7")).isNull();
      assertThat(CacheKey.of("courses", "~7").toString()).isEqualTo("courses:~7");
    });
  }
}
