package com.veetssuites.cache.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CachedQuery;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.autoconfigure.CacheAnnotationsAutoConfiguration;
import com.veetssuites.cache.autoconfigure.CacheAutoConfiguration;
import com.veetssuites.cache.autoconfigure.SpringCacheAutoConfiguration;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Query results, cached by annotation and by their cost. */
class CachedQueryTest {

  private static final AtomicInteger CALLS = new AtomicInteger();

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  CacheAutoConfiguration.class,
                  SpringCacheAutoConfiguration.class,
                  CacheAnnotationsAutoConfiguration.class));

  record Course(long id, String title) {}

  interface Courses {
    List<Course> popular(int most);

    Optional<Course> find(long id);
  }

  static class CourseTable implements Courses {
    @Override
    @CachedQuery(timeout = "30s")
    public List<Course> popular(int most) {
      Load load = Load.current();
      if (load != null) {
        load.dependOn(new Tag("courses"));
      }
      return List.of(new Course(most, "call " + CALLS.incrementAndGet()));
    }

    @Override
    @CachedQuery(key = "courses:found")
    public Optional<Course> find(long id) {
      CALLS.incrementAndGet();
      return id < 0 ? Optional.empty() : Optional.of(new Course(id, "call " + CALLS.get()));
    }

    @CachedQuery
    public String failing() throws IOException {
      throw new IOException("no");
    }
  }

  @Test
  void a_result_is_cached_by_its_arguments_until_what_it_was_made_of_changes() {
    runner
        .withBean(CourseTable.class)
        .run(context -> {
          Courses courses = context.getBean(Courses.class);
          TieredCaches caches = context.getBean(TieredCaches.class);

          List<Course> first = courses.popular(3);
          assertThat(courses.popular(3)).isSameAs(first);
          assertThat(courses.popular(4)).isNotEqualTo(first);
          caches.invalidate(new Tag("courses"));
          List<Course> second = courses.popular(3);
          assertThat(second).isNotEqualTo(first);
          caches.invalidate(CacheKey.of("query", "CourseTable", "popular", 3));
          assertThat(courses.popular(3)).isNotEqualTo(second);

          Optional<Course> found = courses.find(1);
          assertThat(courses.find(1)).isEqualTo(found).isPresent();
          int calls = CALLS.get();
          assertThat(courses.find(-1)).isEmpty();
          assertThat(courses.find(-1)).isEmpty();
          assertThat(CALLS).hasValue(calls + 1);
          caches.invalidatePattern("courses:found:*");
          assertThat(courses.find(1)).isNotEqualTo(found);
          assertThatThrownBy(() -> context.getBean(CourseTable.class).failing())
              .isInstanceOf(IOException.class);
        });
  }

  interface Stored<T> {
    @Cacheable("stored")
    T one(long id);
  }

  /** As a Spring Data repository is: an interface behind a proxy that a factory makes. */
  interface StoredCourses extends Stored<Course> {
    @CachedQuery
    Optional<Course> findByTitle(String title);

    Optional<Course> findById(long id);
  }

  static class StoredCoursesFactory implements FactoryBean<StoredCourses> {
    @Override
    public StoredCourses getObject() {
      return (StoredCourses)
          Proxy.newProxyInstance(
              StoredCourses.class.getClassLoader(),
              new Class<?>[] {StoredCourses.class},
              (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                  return method.getName().equals("hashCode") ? 1 : "proxy";
                }
                Course made = new Course(1, "call " + CALLS.incrementAndGet());
                return method.getReturnType() == Optional.class ? Optional.of(made) : made;
              });
    }

    @Override
    public Class<?> getObjectType() {
      return StoredCourses.class;
    }
  }

  @Test
  void the_interface_behind_a_proxy_says_what_is_cached_and_of_which_type() {
    runner
        .withBean(StoredCoursesFactory.class)
        .run(context -> {
          StoredCourses courses = context.getBean(StoredCourses.class);
          assertThat(courses.findByTitle("a")).isEqualTo(courses.findByTitle("a"));
          assertThat(courses.findByTitle("b")).isNotEqualTo(courses.findByTitle("a"));
          assertThat(courses.findById(1)).isNotEqualTo(courses.findById(1));
          assertThat(courses.one(1)).isSameAs(courses.one(1));
          TieredCaches caches = context.getBean(TieredCaches.class);
          assertThat(caches.regions())
              .extracting(region -> region.spec().name())
              .contains("query.StoredCourses.findByTitle", "stored");
          context.getBean(TieredCacheManager.class).declare("stored", Course.class);
        });
  }

  static class OfPromises {
    @CachedQuery
    public CompletableFuture<String> later() {
      return CompletableFuture.completedFuture("");
    }
  }

  static class OfStreams {
    @CachedQuery
    public Stream<String> all() {
      return Stream.of();
    }
  }

  static class OfNothing {
    @CachedQuery
    public void nothing() {}
  }

  static class OfEntities {
    @CachedQuery
    public List<Person> all() {
      return List.of();
    }
  }

  static class EntityInRecord {
    record Page(List<Person> people) {}

    @Cacheable("pages")
    public Page page() {
      return new Page(List.of());
    }
  }

  static class AsyncCacheable {
    @Cacheable("later")
    public CompletableFuture<String> later() {
      return CompletableFuture.completedFuture("");
    }
  }

  static class TwoTypes {
    @Cacheable("things")
    public String one() {
      return "";
    }

    @Cacheable("things")
    public Long other() {
      return 1L;
    }
  }

  static class BadTime {
    @CachedQuery(timeout = "soon")
    public String one() {
      return "";
    }
  }

  @jakarta.persistence.Entity
  static class Person {}

  @Test
  void what_cannot_be_cached_fails_the_start_with_a_sentence() {
    refused(OfPromises.class, "OfPromises.later cannot be cached");
    refused(OfStreams.class, "can be read once only; return a List");
    refused(OfNothing.class, "it returns nothing");
    refused(OfEntities.class, "is a JPA entity");
    refused(EntityInRecord.class, "is a JPA entity");
    refused(AsyncCacheable.class, "promise of a value");
    refused(TwoTypes.class, "values of two types");
    refused(BadTime.class, "30s or 5m, not 'soon'");
  }

  private void refused(Class<?> bean, String sentence) {
    runner
        .withBean(bean)
        .run(context -> assertThat(context).getFailure().hasMessageContaining(sentence));
  }

  @Repository
  @Transactional(readOnly = true)
  static class Reports {
    public List<Course> costly() {
      Load load = Load.current();
      if (load != null) {
        load.dependOn(new Tag("reports"));
      }
      return slow();
    }

    public List<Course> bridgeless() {
      return slow();
    }

    @Transactional
    public List<Course> writing() {
      return slow();
    }

    public long cheap() {
      return CALLS.incrementAndGet();
    }

    private static List<Course> slow() {
      long until = System.nanoTime() + 3_000_000;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      return List.of(new Course(1, "call " + CALLS.incrementAndGet()));
    }
  }

  @Test
  void costly_read_only_methods_are_cached_by_themselves_when_asked_for() {
    runner
        .withBean(Reports.class)
        .withPropertyValues(
            "veets.cache.query.automatic=true",
            "veets.cache.query.threshold=2ms",
            "veets.cache.query.calls=3")
        .run(context -> {
          Reports reports = context.getBean(Reports.class);
          for (int i = 0; i < 5; i++) {
            reports.costly();
            reports.bridgeless();
            reports.writing();
            reports.cheap();
          }
          List<Course> kept = reports.costly();
          assertThat(reports.costly()).isSameAs(kept);
          assertThat(reports.bridgeless()).isNotEqualTo(reports.bridgeless());
          assertThat(reports.writing()).isNotEqualTo(reports.writing());
          assertThat(reports.cheap()).isNotEqualTo(reports.cheap());
          context.getBean(TieredCaches.class).invalidate(new Tag("reports"));
          assertThat(reports.costly()).isNotEqualTo(kept);
          assertThat(context.getBean(TieredCaches.class).regions())
              .extracting(region -> region.spec().name())
              .containsExactlyInAnyOrder("query.Reports.costly", "query.Reports.bridgeless");
        });
  }
}
