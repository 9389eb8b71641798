package com.veetssuites.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.veetssuites.corpus.School.Course;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.query.junit.NoNPlusOne;
import com.veetssuites.query.junit.QueryBudget;
import com.veetssuites.testing.PostgresExtension;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the annotations for tests do, run by the engine of JUnit itself. */
class StatementsOfTestsTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EntityScan(basePackageClasses = StatementsOfTestsTest.class)
  static class Application {

    @Bean
    CourseController courseController(EntityManager entities) {
      return new CourseController(entities);
    }
  }

  @RestController
  static class CourseController {
    private final EntityManager entities;

    CourseController(EntityManager entities) {
      this.entities = entities;
    }

    @GetMapping("/courses")
    long lessons() {
      List<Course> courses =
          entities.createQuery("SELECT c FROM School$Course c", Course.class).getResultList();
      courses.forEach(course -> Hibernate.initialize(course.lessons));
      return courses.size();
    }
  }

  private static final String DATABASE = PostgresExtension.createDatabase();

  static void settings(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", () -> DATABASE);
    registry.add("spring.jpa.hibernate.ddl-auto", () -> "create");
    registry.add("spring.main.banner-mode", () -> "off");
    registry.add("veets.query.prefetch.enabled", () -> "false");
    registry.add("spring.jpa.properties.hibernate.default_batch_fetch_size", () -> "1");
    registry.add(
        "spring.jpa.properties.hibernate.cache.region.factory_class",
        MapRegionFactory.class::getName);
  }

  @SpringBootTest(
      classes = Application.class,
      webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
  @TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
  static class Whole {
    private final JdbcClient jdbc;
    private final QueryScopes scopes;
    private final Catalog.Reader reader;
    private final int port;

    Whole(JdbcClient jdbc, QueryScopes scopes, EntityManager entities, @LocalServerPort int port) {
      this.jdbc = jdbc;
      this.scopes = scopes;
      this.reader = new Catalog.Reader(entities);
      this.port = port;
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
      settings(registry);
    }

    @BeforeEach
    void fill() {
      jdbc.sql("DELETE FROM lessons").update();
      jdbc.sql("DELETE FROM courses").update();
      jdbc.sql("INSERT INTO courses (title) SELECT 'course ' || i FROM generate_series(1, 5) i")
          .update();
    }

    private String ask() throws Exception {
      try (HttpClient client = HttpClient.newHttpClient()) {
        URI uri = URI.create("http://localhost:" + port + "/courses");
        return client
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body();
      }
    }

    @Test
    @QueryBudget(2)
    void own_statements_within() {
      jdbc.sql("SELECT 1").query().listOfRows();
      jdbc.sql("SELECT 2").query().listOfRows();
    }

    @Test
    @QueryBudget(1)
    void own_statements_above() {
      own_statements_within();
    }

    @Test
    @QueryBudget(3)
    void requests_above() throws Exception {
      assertThat(ask()).isEqualTo("5");
    }

    @Test
    @QueryBudget(6)
    void requests_within() throws Exception {
      assertThat(ask()).isEqualTo("5");
    }

    @Test
    @NoNPlusOne
    void n_plus_1_in_a_request() throws Exception {
      ask();
    }

    @Test
    @NoNPlusOne
    void n_plus_1_of_its_own() {
      reader.read();
    }

    @Test
    @NoNPlusOne
    void n_plus_1_in_a_task_elsewhere() throws Exception {
      Thread worker =
          Thread.ofPlatform()
              .start(() ->
                  scopes.call(
                      QueryScope.Kind.TASK,
                      "CountLessons",
                      scope -> {
                        reader.read();
                        return scope;
                      }));
      worker.join();
    }

    @Test
    @NoNPlusOne
    void none() {
      jdbc.sql("SELECT count(*) FROM courses").query(Long.class).single();
    }

    @Test
    @QueryBudget(0)
    void a_failure_of_the_test_itself() {
      jdbc.sql("SELECT 1").query().listOfRows();
      throw new IllegalStateException("its own");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @QueryBudget(1)
    void each_invocation_has_the_whole_budget(int number) {
      jdbc.sql("SELECT " + number).query().listOfRows();
    }

    @Test
    @QueryBudget(-1)
    void a_wrong_budget() {}
  }

  @SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
  @QueryBudget(1)
  @NoNPlusOne
  static class Inherited {
    @Autowired
    @SuppressWarnings("NullAway.Init")
    JdbcClient jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
      settings(registry);
    }

    void two() {
      jdbc.sql("SELECT 1").query().listOfRows();
      jdbc.sql("SELECT 1").query().listOfRows();
    }

    @Test
    void of_the_class() {
      two();
    }

    @Test
    @QueryBudget(2)
    void replaced() {
      two();
    }

    @Test
    @QueryBudget(9)
    @NoNPlusOne(false)
    void not_looked_at() {
      for (int i = 0; i < 5; i++) {
        jdbc.sql("SELECT title FROM courses WHERE id = ?").param(i).query().listOfRows();
      }
    }

    @Nested
    class Within {
      @Test
      void of_the_class_around() {
        two();
      }
    }
  }

  @DataJpaTest
  @AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
  @ContextConfiguration(classes = Application.class)
  @NoNPlusOne
  static class Slice {
    @Autowired
    @SuppressWarnings("NullAway.Init")
    EntityManager entities;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
      settings(registry);
    }

    @Test
    void n_plus_1_in_a_slice() {
      for (int i = 0; i < 4; i++) {
        entities.persist(new Course());
      }
      entities.flush();
      entities.clear();
      new Catalog.Reader(entities).read();
    }
  }

  private static Events run(Class<?> test) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(test))
        .execute()
        .testEvents();
  }

  private static String failure(Events events, String test) {
    return events.failed().stream()
        .filter(event -> event.getTestDescriptor().getDisplayName().startsWith(test))
        .findAny()
        .flatMap(StatementsOfTestsTest::message)
        .orElseGet(() ->
            events.succeeded().stream()
                    .anyMatch(event -> event.getTestDescriptor().getDisplayName().startsWith(test))
                ? "passed"
                : "not run");
  }

  private static java.util.Optional<String> message(Event event) {
    return event
        .getPayload(org.junit.platform.engine.TestExecutionResult.class)
        .flatMap(org.junit.platform.engine.TestExecutionResult::getThrowable)
        .map(String::valueOf);
  }

  @Test
  void a_test_fails_above_its_budget_and_with_findings_only() {
    Events events = run(Whole.class);

    assertThat(failure(events, "own_statements_within")).isEqualTo("passed");
    assertThat(failure(events, "own_statements_above"))
        .contains("ran 2 statements, 1 are allowed")
        .contains("2 × SELECT ?");
    assertThat(failure(events, "requests_above"))
        .contains("ran 6 statements, 3 are allowed")
        .contains("5 × select")
        .contains("from lessons");
    assertThat(failure(events, "requests_within")).isEqualTo("passed");
    assertThat(failure(events, "n_plus_1_in_a_request"))
        .contains("GET /courses: N+1: Course.lessons was loaded by 5 statements")
        .contains("@FetchPlan(batch = \"lessons\") on GET /courses");
    assertThat(failure(events, "n_plus_1_of_its_own"))
        .contains("Course.lessons")
        .contains("(Catalog.Reader.read)")
        .contains("on Catalog.Reader.read");
    assertThat(failure(events, "n_plus_1_in_a_task_elsewhere")).contains("CountLessons: N+1");
    assertThat(failure(events, "none")).isEqualTo("passed");
    assertThat(failure(events, "a_failure_of_the_test_itself")).contains("its own");
    assertThat(failure(events, "[")).isEqualTo("passed");
    assertThat(failure(events, "a_wrong_budget")).contains("0 or more, not -1");
  }

  @Test
  void a_method_replaces_what_its_class_says_and_nested_classes_have_it() {
    Events events = run(Inherited.class);

    assertThat(failure(events, "of_the_class()")).contains("2 statements, 1 are allowed");
    assertThat(failure(events, "of_the_class_around")).contains("2 statements, 1 are allowed");
    assertThat(failure(events, "replaced")).isEqualTo("passed");
    assertThat(failure(events, "not_looked_at")).isEqualTo("passed");
  }

  @Test
  void a_slice_of_the_application_is_seen_without_configuration() {
    assertThat(failure(run(Slice.class), "n_plus_1_in_a_slice")).contains("Course.lessons");
  }
}
