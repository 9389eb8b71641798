package com.veetssuites.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.veetssuites.corpus.School.Author;
import com.veetssuites.corpus.School.Biography;
import com.veetssuites.corpus.School.Building;
import com.veetssuites.corpus.School.Course;
import com.veetssuites.corpus.School.Enrollment;
import com.veetssuites.corpus.School.Language;
import com.veetssuites.corpus.School.Lesson;
import com.veetssuites.corpus.School.Note;
import com.veetssuites.corpus.School.Person;
import com.veetssuites.corpus.School.Review;
import com.veetssuites.corpus.School.Topic;
import com.veetssuites.query.Finding;
import com.veetssuites.query.Finding.Kind;
import com.veetssuites.query.Findings;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.query.StatementStore;
import com.veetssuites.testing.PostgresExtension;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Each shape of N+1 is found with its association, and nothing that only looks like one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {

  private static final int COURSES = 6;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EntityScan(basePackageClasses = CorpusTest.class)
  static class Application {}

  private final String database = PostgresExtension.createDatabase();
  private final ConfigurableApplicationContext context = start("create", 1);

  private ConfigurableApplicationContext start(String schema, int batch) {
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.datasource.url=" + database,
            "spring.jpa.hibernate.ddl-auto=" + schema,
            "spring.jpa.properties.hibernate.default_batch_fetch_size=" + batch,
            "veets.query.prefetch.enabled=false",
            "spring.jpa.properties.hibernate.cache.region.factory_class="
                + MapRegionFactory.class.getName(),
            "spring.main.banner-mode=off")
        .run();
  }

  @BeforeAll
  void fill() {
    EntityManager entities = context.getBean(EntityManager.class);
    transaction(context)
        .executeWithoutResult(status -> {
          for (int i = 0; i < COURSES; i++) {
            Course course = new Course();
            course.title = "course " + i;
            course.instructor = saved(entities, new Person());
            course.assistant = saved(entities, new Person());
            course.language = saved(entities, new Language());
            course.venue.building = saved(entities, new Building());
            course.topics.add(saved(entities, new Topic()));
            course.labels.add("label");
            course.links.add("link");
            for (int j = 0; j < 3; j++) {
              Lesson lesson = new Lesson();
              lesson.course = course;
              course.lessons.add(lesson);
              Enrollment enrollment = new Enrollment();
              enrollment.course = course;
              enrollment.student = saved(entities, new Person());
              course.enrollments.add(enrollment);
              Note note = new Note();
              note.course = course;
              course.notes.add(note);
            }
            entities.persist(course);
            Review review = saved(entities, new Review());
            review.reviewer = saved(entities, new Person());
            Biography biography = saved(entities, new Biography());
            biography.author = saved(entities, new Author());
          }
        });
  }

  private static <T> T saved(EntityManager entities, T entity) {
    entities.persist(entity);
    return entity;
  }

  @AfterAll
  void close() {
    context.close();
  }

  private static TransactionTemplate transaction(ConfigurableApplicationContext context) {
    return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
  }

  private Catalog catalog(ConfigurableApplicationContext from) {
    return new Catalog(
        from.getBean(EntityManager.class),
        from.getBean(JdbcClient.class),
        from.getBean(PlatformTransactionManager.class));
  }

  private List<Finding> request(Consumer<Catalog> work) {
    return run(context, QueryScope.Kind.REQUEST, "GET /courses", work);
  }

  private List<Finding> run(
      ConfigurableApplicationContext from,
      QueryScope.Kind kind,
      String name,
      Consumer<Catalog> work) {
    return from.getBean(QueryScopes.class)
        .call(
            kind,
            name,
            scope -> {
              transaction(from).executeWithoutResult(status -> work.accept(catalog(from)));
              return scope;
            })
        .findings();
  }

  private static Arguments shape(
      String method,
      Consumer<Catalog> work,
      Kind kind,
      String subject,
      int statements,
      String fix,
      int before,
      int after) {
    return arguments(method, work, kind, subject, statements, fix, before, after);
  }

  static Stream<Arguments> shapes() {
    String here = " on GET /courses";
    return Stream.of(
        shape(
            "lazyReference",
            Catalog::lazyReference,
            Kind.TO_ONE,
            "Course.instructor",
            6,
            "@FetchPlan(join = \"instructor\")" + here,
            7,
            1),
        shape(
            "eagerReference",
            Catalog::eagerReference,
            Kind.EAGER_TO_ONE,
            "Review.reviewer",
            6,
            "@FetchPlan(join = \"reviewer\")" + here,
            7,
            1),
        shape(
            "collection",
            Catalog::collection,
            Kind.TO_MANY,
            "Course.lessons",
            6,
            "@FetchPlan(batch = \"lessons\")" + here,
            7,
            2),
        shape(
            "nested",
            Catalog::nested,
            Kind.TO_ONE,
            "Enrollment.student",
            18,
            "@FetchPlan(batch = \"enrollments.student\")" + here,
            19,
            2),
        shape(
            "nestedInOne",
            Catalog::nestedInOne,
            Kind.TO_ONE,
            "Enrollment.student",
            3,
            "@FetchPlan(batch = \"enrollments.student\")" + here,
            5,
            3),
        shape(
            "manyToMany",
            Catalog::manyToMany,
            Kind.TO_MANY,
            "Course.topics",
            6,
            "@FetchPlan(batch = \"topics\")" + here,
            7,
            2),
        shape(
            "values",
            Catalog::values,
            Kind.TO_MANY,
            "Course.labels",
            6,
            "@FetchPlan(batch = \"labels\")" + here,
            7,
            2),
        shape(
            "inverse",
            Catalog::inverse,
            Kind.EAGER_TO_ONE,
            "Author.biography",
            6,
            "@FetchPlan(join = \"biography\")" + here,
            7,
            1),
        shape(
            "find",
            Catalog::find,
            Kind.FIND_LOOP,
            "Course",
            6,
            "findAllById(ids), once before the loop",
            7,
            2),
        shape(
            "reference",
            Catalog::reference,
            Kind.REFERENCE_LOOP,
            "Person",
            6,
            "read them with one findAllById(ids) before the loop",
            7,
            2),
        shape(
            "json",
            Catalog::json,
            Kind.TO_MANY,
            "Course.lessons",
            6,
            "@FetchPlan(batch = \"lessons\")" + here,
            7,
            2),
        shape(
            "embedded",
            Catalog::embedded,
            Kind.TO_ONE,
            "Course.venue.building",
            6,
            "@FetchPlan(join = \"venue.building\")" + here,
            7,
            1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void a_shape_of_n_plus_1_is_found_with_its_association_place_and_fix(
      String method,
      Consumer<Catalog> work,
      Kind kind,
      String subject,
      int statements,
      String fix,
      int before,
      int after) {
    List<Finding> found = request(work);

    assertThat(found).hasSize(1);
    Finding finding = found.getFirst();
    assertThat(finding.kind()).isEqualTo(kind);
    assertThat(finding.subject()).isEqualTo(subject);
    assertThat(finding.statements()).isEqualTo(statements);
    assertThat(finding.fix()).isEqualTo(fix);
    assertThat(finding.before()).isEqualTo(before);
    assertThat(finding.after()).isEqualTo(after);
    assertThat(finding.scope()).isEqualTo("GET /courses");
    assertThat(Objects.requireNonNull(finding.callSite()).file()).isEqualTo("Catalog.java");
    assertThat(finding.callSite().place()).isEqualTo("Catalog." + method);
    if (kind.association()) {
      assertThat(finding.parent()).startsWith("select ");
    }
  }

  @Test
  void in_a_task_it_is_told_of_the_task() {
    List<Finding> found = run(context, QueryScope.Kind.TASK, "SendReminders", Catalog::collection);

    assertThat(found)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.scope()).isEqualTo("SendReminders");
          assertThat(finding.subject()).isEqualTo("Course.lessons");
          assertThat(finding.fix()).endsWith(" on SendReminders");
        });
  }

  @Test
  void a_query_in_a_loop_is_found_with_its_statement() {
    assertThat(request(Catalog::queryInLoop))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.QUERY_LOOP);
          assertThat(finding.subject()).contains("from lessons").contains("course_id=?");
          assertThat(finding.statements()).isEqualTo(COURSES);
          assertThat(finding.fix()).contains("where … in (:ids)");
          assertThat(finding.after()).isEqualTo(2);
        });
    assertThat(request(Catalog::jdbcInLoop))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.QUERY_LOOP);
          assertThat(finding.toString()).contains("(Catalog.jdbcInLoop)");
        });
  }

  @Test
  void the_entities_of_a_page_are_found_as_those_of_a_list() {
    assertThat(request(Catalog::firstPage))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.subject()).isEqualTo("Course.lessons");
          assertThat(finding.statements()).isEqualTo(4);
        });
  }

  @Test
  void an_eager_reference_is_named_even_while_its_last_owner_is_read() {
    assertThat(request(Catalog::threeEager))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.subject()).isEqualTo("Review.reviewer");
          assertThat(finding.statements()).isEqualTo(3);
        });
  }

  @Test
  void a_load_that_fails_is_over() {
    assertThat(request(Catalog::afterFailures))
        .extracting(Finding::kind)
        .contains(Kind.QUERY_LOOP)
        .doesNotContain(Kind.REFERENCE_LOOP);
  }

  @Test
  void outside_of_any_work_nothing_is_recorded() {
    transaction(context).executeWithoutResult(status -> catalog(context).collection());

    assertThat(QueryScope.current()).isNull();
    assertThat(context.getBean(Findings.class).find("to-many | Course.lessons | - | -")).isNull();
  }

  @Test
  void statements_know_a_sample_of_the_places_they_come_from() {
    request(Catalog::projection);

    assertThat(context.getBean(StatementStore.class).snapshot())
        .filteredOn(each -> each.sql().startsWith("select c1_0.title"))
        .singleElement()
        .satisfies(each ->
            assertThat(each.callSites().getFirst().name())
                .startsWith("Catalog.java:")
                .endsWith("(Catalog.projection)"));
  }

  @Test
  void a_query_with_the_same_values_is_found() {
    assertThat(request(Catalog::sameQuery))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.REPEATED_QUERY);
          assertThat(finding.statements()).isEqualTo(4);
          assertThat(finding.after()).isEqualTo(1);
        });
  }

  private List<Long> ids() {
    return context
        .getBean(JdbcClient.class)
        .sql("SELECT id FROM courses")
        .query((rows, row) -> rows.getLong(1))
        .list();
  }

  @Test
  void finds_in_a_loop_are_found_without_a_transaction_too() {
    List<Long> ids = ids();
    List<Finding> found =
        context
            .getBean(QueryScopes.class)
            .call(
                QueryScope.Kind.REQUEST,
                "GET /courses",
                scope -> {
                  catalog(context).findWithoutTransaction(ids);
                  return scope;
                })
            .findings();

    assertThat(found).singleElement().extracting(Finding::kind).isEqualTo(Kind.FIND_LOOP);
  }

  @Test
  void what_a_listener_of_the_transaction_reads_is_told_as_such() {
    assertThat(request(Catalog::afterCommit))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.subject()).isEqualTo("Course.lessons");
          assertThat(Objects.requireNonNull(finding.callSite()).inside())
              .isEqualTo("a transaction event listener");
          assertThat(finding.callSite().file()).isEqualTo("Catalog.java");
        });
  }

  @Test
  void what_json_makes_a_session_read_is_told_as_such() {
    assertThat(request(Catalog::json).getFirst().toString())
        .contains("Catalog.java:")
        .contains("(Catalog.json) in JSON serialisation");
  }

  private static Arguments clean(String name, Consumer<Catalog> work) {
    return arguments(name, work);
  }

  static Stream<Arguments> lookAlikes() {
    return Stream.of(
        clean("join fetch of a reference", Catalog::joined),
        clean("join fetch of a collection", Catalog::joinedCollection),
        clean("batch fetch", Catalog::batch),
        clean("subselect", Catalog::subselect),
        clean("entity graph", Catalog::graph),
        clean("second-level cache", Catalog::cached),
        clean("pages", Catalog::pages),
        clean("keyset pages", Catalog::keyset),
        clean("below the threshold", Catalog::two),
        clean("find multiple", Catalog::multiple),
        clean("projection", Catalog::projection),
        clean("different associations once each", Catalog::differentAssociations),
        clean("two of one association and one of another", Catalog::twoAndOne),
        clean("save in a loop", Catalog::save),
        clean("the same entity again", Catalog::readAgain),
        clean("refresh", Catalog::refresh),
        clean("lists of ids in chunks", Catalog::chunks),
        clean("reads after writes", Catalog::readAfterWrites),
        clean("locks", Catalog::locks));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lookAlikes")
  void what_only_looks_like_it_is_no_finding(String name, Consumer<Catalog> work) {
    request(Catalog::cached);
    assertThat(request(work)).isEmpty();
  }

  @Test
  void a_merge_in_a_loop_is_no_find() {
    List<Note> notes =
        Objects.requireNonNull(transaction(context).execute(status -> catalog(context).notes()));
    assertThat(request(catalog -> catalog.merge(notes))).isEmpty();
  }

  @Test
  void transactions_that_write_are_work_of_their_own() {
    List<Long> ids = ids();
    List<Finding> found =
        context
            .getBean(QueryScopes.class)
            .call(
                QueryScope.Kind.TASK,
                "Rename",
                scope -> {
                  catalog(context).ownTransactions(ids);
                  return scope;
                })
            .findings();

    assertThat(found).isEmpty();
  }

  @Test
  void with_a_net_of_batches_only_what_is_left_is_told() {
    try (ConfigurableApplicationContext wide = start("none", 50);
        ConfigurableApplicationContext narrow = start("none", 2)) {
      List<Consumer<Catalog>> works =
          List.of(
              Catalog::lazyReference,
              Catalog::eagerReference,
              Catalog::collection,
              Catalog::nested,
              Catalog::manyToMany,
              Catalog::values,
              Catalog::embedded,
              Catalog::json);
      for (Consumer<Catalog> each : works) {
        assertThat(run(wide, QueryScope.Kind.REQUEST, "GET /courses", each)).isEmpty();
      }
      assertThat(run(narrow, QueryScope.Kind.REQUEST, "GET /courses", Catalog::collection))
          .singleElement()
          .extracting(Finding::statements)
          .isEqualTo(COURSES / 2);
    }
  }
}
