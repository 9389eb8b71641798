package com.veetssuites.query.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.query.FetchPlan;
import com.veetssuites.query.OptimizedResource;
import com.veetssuites.query.hibernate.school.Course;
import com.veetssuites.query.hibernate.school.Courses;
import com.veetssuites.query.hibernate.school.Enrollment;
import com.veetssuites.query.hibernate.school.Instructor;
import com.veetssuites.query.hibernate.school.Student;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;

/** What a fetch plan reads, and in how many statements. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FetchPlanTest {

  /** Reads courses in several ways; package-private, as our controllers are. */
  static class Catalog {
    private final EntityManager entities;

    Catalog(EntityManager entities) {
      this.entities = entities;
    }

    private List<Course> read() {
      return entities
          .createQuery("select c from Course c order by c.id", Course.class)
          .getResultList();
    }

    @FetchPlan(
        join = "instructor.office",
        batch = {"sessions", "topics", "labels", "enrollments.student"})
    List<Course> everything() {
      return read();
    }

    @FetchPlan(join = {"instructor", "sessions", "enrollments.student"})
    List<Course> joined(int limit) {
      return entities
          .createQuery("select c from Course c order by c.id", Course.class)
          .setMaxResults(limit)
          .getResultList();
    }

    @FetchPlan(join = {"instructor", "sessions", "enrollments.student"})
    Course one(long id) {
      return entities.find(Course.class, id);
    }

    @FetchPlan(join = "venue.room")
    List<Course> venues() {
      return read();
    }

    @FetchPlan(join = "office", entity = Instructor.class)
    List<Instructor> instructors() {
      return entities.createQuery("select i from Instructor i", Instructor.class).getResultList();
    }

    @FetchPlan(join = "mentor.office")
    List<Student> students() {
      return entities.createQuery("select s from Student s", Student.class).getResultList();
    }

    @FetchPlan(batch = "instructor")
    List<Course> batchedToOne() {
      return read();
    }

    @FetchPlan(join = "instructor")
    List<Course> failing() {
      throw new IllegalArgumentException("as planned");
    }

    @Transactional
    @FetchPlan(join = "instructor")
    List<Course> inTransaction() {
      return read();
    }
  }

  @FetchPlan(batch = "sessions", entity = Course.class)
  static class Planned {
    private final Catalog catalog;

    Planned(Catalog catalog) {
      this.catalog = catalog;
    }

    List<Course> nested() {
      return catalog.inTransaction();
    }
  }

  @OptimizedResource(selectRelated = "instructor", prefetchRelated = "sessions")
  static class Controller {
    private final EntityManager entities;

    Controller(EntityManager entities) {
      this.entities = entities;
    }

    @GetMapping
    List<Course> list() {
      return other();
    }

    List<Course> other() {
      return entities.createQuery("select c from Course c", Course.class).getResultList();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Beans {
    @Bean
    Catalog catalog(EntityManager entities) {
      return new Catalog(entities);
    }

    @Bean
    Planned planned(Catalog catalog) {
      return new Planned(catalog);
    }

    @Bean
    Controller controller(EntityManager entities) {
      return new Controller(entities);
    }
  }

  private final SchoolApplication school = new SchoolApplication(Beans.class);
  private final Catalog catalog = school.bean(Catalog.class);
  private final Courses courses = school.bean(Courses.class);

  private final long first =
      school.entities.createQuery("select min(c.id) from Course c", Long.class).getSingleResult();

  @AfterAll
  void close() {
    school.close();
  }

  private static void assertInitialized(Object... values) {
    assertThat(values).allSatisfy(each -> assertThat(Hibernate.isInitialized(each)).isTrue());
  }

  @Test
  void a_list_with_several_collections_is_read_by_one_statement_each_for_all_its_entities() {
    assertThat(
            school.statements(() -> {
              List<Course> all = catalog.everything();
              assertThat(all).hasSize(SchoolApplication.COURSES);
              for (Course course : all) {
                assertInitialized(
                    course.instructor, course.instructor.office, course.topics, course.labels);
                assertThat(course.sessions).hasSize(2);
                assertThat(course.enrollments).hasSize(2);
                course.enrollments.forEach(each -> assertInitialized(each.student));
              }
            }))
        .isEqualTo(6);
  }

  @Test
  void a_joined_collection_neither_multiplies_the_rows_of_a_list_nor_is_cut_off_by_its_limit() {
    assertThat(
            school.statements(() -> {
              List<Course> ten = catalog.joined(10);
              assertThat(ten).hasSize(10).doesNotHaveDuplicates();
              ten.forEach(each -> {
                assertThat(each.sessions).hasSize(2);
                assertThat(each.enrollments).hasSize(2);
                assertInitialized(each.instructor, each.enrollments.getFirst().student);
              });
            }))
        .isEqualTo(3);
  }

  @Test
  void an_entity_that_is_read_by_its_id_comes_with_its_first_collection_in_one_statement() {
    assertThat(
            school.statements(() -> {
              Course course = catalog.one(first);
              assertInitialized(course.instructor);
              assertThat(course.sessions).hasSize(2);
              assertThat(course.enrollments).hasSize(2);
              assertInitialized(course.enrollments.getFirst().student);
            }))
        .isEqualTo(2);
    assertThat(
            school.statements(() -> {
              Course course = courses.findById(first).orElseThrow();
              assertInitialized(course.instructor);
              assertThat(course.sessions).hasSize(2);
            }))
        .isEqualTo(1);
  }

  @Test
  void a_plan_of_a_repository_method_holds_for_its_query() {
    assertThat(
            school.statements(() ->
                courses
                    .findByTitleStartingWith("course", Limit.of(20))
                    .forEach(each -> assertInitialized(each.instructor))))
        .isEqualTo(1);
    assertThat(school.statements(() -> assertThat(courses.titles()).hasSize(120))).isEqualTo(1);
  }

  @Test
  void an_association_of_a_value_and_an_inherited_one_are_joined() {
    assertThat(
            school.statements(
                () -> catalog.venues().forEach(each -> assertInitialized(each.venue.room))))
        .isEqualTo(1);
    assertThat(
            school.statements(
                () -> catalog.instructors().forEach(each -> assertInitialized(each.office))))
        .isEqualTo(1);
    assertThat(
            school.statements(() ->
                catalog
                    .students()
                    .forEach(each -> assertInitialized(each.mentor, each.mentor.office))))
        .isEqualTo(1);
  }

  @Test
  void a_batched_to_one_is_read_by_one_statement_more() {
    assertThat(
            school.statements(
                () -> catalog.batchedToOne().forEach(each -> assertInitialized(each.instructor))))
        .isEqualTo(2);
  }

  @Test
  void a_transaction_that_is_open_gets_the_plan_and_loses_it_again() {
    assertThat(
            school.inTransaction(() -> {
              var before = profiles();
              catalog.instructors();
              assertThat(catalog.joined(20)).allSatisfy(each -> assertInitialized(each.sessions));
              assertThat(profiles()).isEqualTo(before).isEmpty();
              Course unplanned =
                  school
                      .entities
                      .createQuery("select c from Course c where c.id > :id", Course.class)
                      .setParameter("id", first + 1500)
                      .setMaxResults(1)
                      .getSingleResultOrNull();
              assertThat(unplanned == null || !Hibernate.isInitialized(unplanned.sessions))
                  .isTrue();
            }))
        .isEqualTo(5);
  }

  private Set<String> profiles() {
    return Set.copyOf(
        school
            .entities
            .unwrap(SharedSessionContractImplementor.class)
            .getLoadQueryInfluencers()
            .getEnabledFetchProfileNames());
  }

  @Test
  void a_plan_is_gone_after_a_failure() {
    school.inTransaction(() -> {
      assertThatThrownBy(catalog::failing).hasMessage("as planned");
      assertThat(profiles()).isEmpty();
      assertThat(PlannedFetches.current()).isNull();
    });
    try (EntityManager opened = school.bean(EntityManagerFactory.class).createEntityManager()) {
      var session = opened.unwrap(SharedSessionContractImplementor.class);
      assertThatThrownBy(() ->
              school
                  .bean(FetchPlans.class)
                  .of(Course.class)
                  .join("sessions")
                  .call(() -> opened.find(Course.class, "not a number")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(session.getLoadQueryInfluencers().getEnabledFetchProfileNames()).isEmpty();
    }
  }

  @Test
  void plans_of_a_class_and_of_the_methods_below_add_up() {
    assertThat(
            school.statements(() ->
                school
                    .bean(Planned.class)
                    .nested()
                    .forEach(each -> assertInitialized(each.instructor, each.sessions))))
        .isEqualTo(2);
  }

  @Test
  void the_handlers_of_an_optimized_resource_have_its_plan_and_other_methods_have_not() {
    Controller controller = school.bean(Controller.class);
    assertThat(
            school.statements(() ->
                controller
                    .list()
                    .forEach(each -> assertInitialized(each.instructor, each.sessions))))
        .isEqualTo(2);
    assertThat(school.statements(controller::other)).isEqualTo(1);
  }

  @Test
  void a_plan_can_be_made_at_run_time() {
    FetchPlans plans = school.bean(FetchPlans.class);
    assertThat(
            school.statements(() -> {
              Optional<Enrollment> one =
                  plans
                      .of(Enrollment.class)
                      .join("course.instructor")
                      .batch("course.sessions")
                      .call(() ->
                          school
                              .entities
                              .createQuery("select e from Enrollment e", Enrollment.class)
                              .setMaxResults(1)
                              .getResultList()
                              .stream()
                              .findFirst());
              assertInitialized(
                  one.orElseThrow().course, one.get().course.instructor, one.get().course.sessions);
            }))
        .isEqualTo(2);
    assertThatThrownBy(() -> plans.of(Course.class).join("lessons").call(() -> 1))
        .isInstanceOf(InvalidFetchPlan.class)
        .hasMessage(
            "The fetch plan of Course has the path \"lessons\", but Course has no \"lessons\"; did"
                + " you mean \"sessions\"?");
  }
}
