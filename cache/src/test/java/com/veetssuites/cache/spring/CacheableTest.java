package com.veetssuites.cache.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.autoconfigure.CacheAnnotationsAutoConfiguration;
import com.veetssuites.cache.autoconfigure.CacheAutoConfiguration;
import com.veetssuites.cache.autoconfigure.SpringCacheAutoConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/** The annotations of Spring's cache, in a context that nothing enables them in. */
class CacheableTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  CacheAutoConfiguration.class,
                  SpringCacheAutoConfiguration.class,
                  CacheAnnotationsAutoConfiguration.class))
          .withBean(Courses.class);

  private void run(Scenario scenario) {
    runner.run(context ->
        scenario.play(context.getBean(Courses.class), context.getBean(TieredCaches.class)));
  }

  private interface Scenario {
    void play(Courses courses, TieredCaches caches);
  }

  @Test
  void a_result_is_made_once_and_found_under_a_readable_key() {
    run((courses, caches) -> {
      assertThat(courses.byId(7)).isEqualTo(courses.byId(7)).isEqualTo(new Course(7, "load 1"));

      caches.invalidate(CacheKey.of("courses", 7));
      assertThat(courses.byId(7)).isEqualTo(new Course(7, "load 2"));
      courses.evict(7);
      assertThat(courses.byId(7)).isEqualTo(new Course(7, "load 3"));
      courses.evictAll();
      assertThat(courses.byId(7)).isEqualTo(new Course(7, "load 4"));
    });
  }

  @Test
  void absence_optionals_lists_maps_and_primitives_are_cached() {
    run((courses, caches) -> {
      assertThat(courses.title(-1)).isEmpty();
      assertThat(courses.title(-1)).isEmpty();
      assertThat(courses.loads().get()).isEqualTo(1);
      assertThat(courses.title(1)).isEqualTo(courses.title(1)).contains("title 2");
      assertThat(courses.byTitle()).isSameAs(courses.byTitle());
      assertThat(courses.all("a", 1L)).isSameAs(courses.all("a", 1L));
      assertThat(courses.all("a", 2L)).isNotSameAs(courses.all("a", 1L));
      assertThat(courses.count()).isEqualTo(courses.count());
      assertThat(courses.nothing()).isNull();
      int before = courses.loads().get();
      assertThat(courses.nothing()).isNull();
      assertThat(courses.loads()).hasValue(before);
    });
  }

  @Test
  void a_value_that_was_read_before_an_invalidation_is_not_served_however_late_it_is_stored() {
    run((courses, caches) -> {
      for (boolean sync : List.of(true, false)) {
        courses.meanwhile().set(() -> caches.invalidate(new Tag("courses#7")));
        Course old = sync ? courses.tagged(7) : courses.plainlyTagged(7);
        courses.meanwhile().set(() -> {});

        Course anew = sync ? courses.tagged(7) : courses.plainlyTagged(7);
        assertThat(anew).isNotEqualTo(old);
        assertThat(sync ? courses.tagged(7) : courses.plainlyTagged(7)).isSameAs(anew);
      }
    });
  }

  @Test
  void what_a_method_reads_becomes_what_its_result_depends_on() {
    run((courses, caches) -> {
      Course first = courses.plainlyTagged(7);
      assertThat(courses.plainlyTagged(7)).isSameAs(first);

      caches.invalidate(new Tag("courses#8"));
      assertThat(courses.plainlyTagged(7)).isSameAs(first);

      caches.invalidate(new Tag("courses#7"));
      assertThat(courses.plainlyTagged(7)).isNotEqualTo(first);
    });
  }

  @Test
  void a_cached_result_inside_another_hands_its_dependencies_on() {
    run((courses, caches) -> {
      Course inner = courses.plainlyTagged(7);
      String outer = courses.around(courses, 7);
      assertThat(courses.around(courses, 7)).isEqualTo(outer);

      caches.invalidate(new Tag("courses#7"));
      assertThat(courses.around(courses, 7)).isNotEqualTo(outer);
      assertThat(inner).isNotNull();
    });
  }

  @Test
  void condition_and_unless_and_several_caches_are_obeyed() {
    run((courses, caches) -> {
      assertThat(courses.some(1)).isNotEqualTo(courses.some(1));
      assertThat(courses.some(12)).isEqualTo(courses.some(12));
      assertThat(courses.some(13)).isNotEqualTo(courses.some(13));
      Course both = courses.inTwo(5);
      assertThat(courses.inTwo(5)).isSameAs(both);
      caches.invalidate(CacheKey.of("first", 5));
      caches.invalidate(CacheKey.of("second", 5));
      assertThat(courses.inTwo(5)).isNotSameAs(both);
    });
  }

  @Test
  void a_put_replaces_and_an_overtaken_put_only_evicts() {
    run((courses, caches) -> {
      Course put = courses.rename(7);
      assertThat(courses.byId(7)).isSameAs(put);

      courses.meanwhile().set(() -> caches.invalidate(CacheKey.of("courses", 7)));
      Course late = courses.rename(7);
      courses.meanwhile().set(() -> {});
      assertThat(courses.byId(7)).isNotEqualTo(late).isNotEqualTo(put);
    });
  }

  @Test
  void a_key_that_cannot_be_a_name_is_answered_uncached() {
    run((courses, caches) -> {
      for (String key : List.of("line\nfeed", "long".repeat(2500))) {
        assertThat(courses.byCode(key)).isNotEqualTo(courses.byCode(key));
        courses.evictCode(key);
      }
      assertThat(courses.byCode("~7")).isEqualTo(courses.byCode("~7"));
      assertThat(courses.byCode("")).isEqualTo(courses.byCode(""));
      assertThat(courses.byCode("a:b")).isNotEqualTo(courses.byCode("a%3Ab"));
      assertThat(courses.byObject(new Object())).isNotEqualTo(courses.byObject(new Object()));
    });
  }

  @Test
  void exceptions_of_methods_come_through_as_they_are() {
    run((courses, caches) -> {
      assertThatThrownBy(courses::failing).isInstanceOf(java.io.IOException.class);
      assertThatThrownBy(courses::failingSync).isInstanceOf(java.io.IOException.class);
    });
  }

  @Test
  void code_that_uses_a_cache_by_its_name_gets_one_in_memory() {
    runner.run(context -> {
      var cache = context.getBean(CacheManager.class).getCache("by.hand");
      assertThat(cache).isNotNull();
      if (cache != null) {
        cache.put("k", new Object[] {1});
        assertThat(cache.get("k", Object[].class)).containsExactly(1);
        cache.evict("k");
        assertThat(cache.get("k")).isNull();
        assertThat(cache.get("k", () -> "loaded")).isEqualTo("loaded");
      }
    });
  }

  @Test
  void too_many_caches_are_refused_with_a_sentence() {
    runner
        .withPropertyValues("veets.cache.most-caches=2")
        .run(context -> {
          CacheManager manager = context.getBean(CacheManager.class);
          manager.getCache("a");
          manager.getCache("b");
          assertThatThrownBy(() -> manager.getCache("c")).hasMessageContaining("2 caches already");
        });
  }

  record Course(long id, String title) {}

  static class Courses {
    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    AtomicInteger loads() {
      return loads;
    }

    AtomicReference<Runnable> meanwhile() {
      return meanwhile;
    }

    private Course load(long id) {
      String title = "load " + loads.incrementAndGet();
      meanwhile.get().run();
      return new Course(id, title);
    }

    @Cacheable("courses")
    public Course byId(long id) {
      return load(id);
    }

    @CachePut("courses")
    public Course rename(long id) {
      return load(id);
    }

    @CacheEvict("courses")
    public void evict(long id) {}

    @CacheEvict(cacheNames = "courses", allEntries = true)
    public void evictAll() {}

    @Cacheable("titles")
    public Optional<String> title(long id) {
      int load = loads.incrementAndGet();
      return id < 0 ? Optional.empty() : Optional.of("title " + load);
    }

    @Cacheable("by-title")
    public Map<String, List<Course>> byTitle() {
      return Map.of("t", List.of(load(1)));
    }

    @Cacheable("all")
    public List<Course> all(String title, long page) {
      return List.of(load(page));
    }

    @Cacheable("count")
    public int count() {
      return loads.incrementAndGet();
    }

    @Cacheable("nothing")
    public @Nullable String nothing() {
      loads.incrementAndGet();
      return null;
    }

    private Course depending(long id) {
      Load load = Load.current();
      if (load != null) {
        load.dependOn(new Tag("courses#" + id));
      }
      return load(id);
    }

    @Cacheable(cacheNames = "tagged", sync = true)
    public Course tagged(long id) {
      return depending(id);
    }

    @Cacheable("plainly")
    public Course plainlyTagged(long id) {
      return depending(id);
    }

    @Cacheable(cacheNames = "around", key = "#id")
    public String around(Courses proxy, long id) {
      return proxy.plainlyTagged(id).title() + " in " + loads.incrementAndGet();
    }

    @Cacheable(cacheNames = "some", condition = "#id > 10", unless = "#result.id() == 13")
    public Course some(long id) {
      return load(id);
    }

    @Cacheable({"first", "second"})
    public Course inTwo(long id) {
      return load(id);
    }

    @Cacheable("codes")
    public Course byCode(String code) {
      return load(1);
    }

    @CacheEvict("codes")
    public void evictCode(String code) {}

    @Cacheable("objects")
    public Course byObject(Object any) {
      return load(1);
    }

    @Cacheable("failing")
    public String failing() throws java.io.IOException {
      throw new java.io.IOException("no");
    }

    @Cacheable(cacheNames = "failing", sync = true)
    public String failingSync() throws java.io.IOException {
      throw new java.io.IOException("no");
    }
  }
}
