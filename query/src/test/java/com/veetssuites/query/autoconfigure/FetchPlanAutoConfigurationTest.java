package com.veetssuites.query.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.veetssuites.query.FetchPlan;
import com.veetssuites.query.OptimizedResource;
import com.veetssuites.query.SuggestedPlans;
import com.veetssuites.query.hibernate.FetchPlans;
import com.veetssuites.query.hibernate.InvalidFetchPlan;
import com.veetssuites.query.hibernate.school.Course;
import com.veetssuites.query.hibernate.school.Topic;
import com.veetssuites.testing.PostgresExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.repository.CrudRepository;
import org.springframework.web.bind.annotation.GetMapping;

/** What is there by default, and which plans do not let the application start. */
class FetchPlanAutoConfigurationTest {

  private static final String DATABASE = PostgresExtension.createDatabase();

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withUserConfiguration(Application.class)
          .withPropertyValues(
              "spring.datasource.url=" + DATABASE, "spring.jpa.hibernate.ddl-auto=none");

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EntityScan(basePackageClasses = Course.class)
  static class Application {}

  @Configuration(proxyBeanMethods = false)
  @EnableJpaRepositories(
      basePackageClasses = FetchPlanAutoConfigurationTest.class,
      considerNestedRepositories = true)
  static class Repositories {}

  /** Its plan is wrong. */
  interface Topics extends CrudRepository<Topic, Long> {
    @FetchPlan(join = "course")
    List<Topic> findByName(String name);
  }

  static class Misspelt {
    @FetchPlan(join = "instuctor", batch = "sessions")
    public Optional<Course> one() {
      return Optional.empty();
    }
  }

  static class MisspeltDeepWithoutAHint {
    @FetchPlan(batch = {"sessions", "enrollments.studnet"})
    public String list() {
      return "";
    }
  }

  static class Unlike {
    @FetchPlan(join = "xyzzy", entity = Course.class)
    public void list() {}
  }

  static class Basic {
    @FetchPlan(join = "title", entity = Course.class)
    public void list() {}
  }

  static class BasicOnTheWay {
    @FetchPlan(join = "instructor.name.length", entity = Course.class)
    public void list() {}
  }

  static class Value {
    @FetchPlan(join = "venue", entity = Course.class)
    public void list() {}
  }

  static class Elements {
    @FetchPlan(batch = "labels.size", entity = Course.class)
    public void list() {}
  }

  static class Back {
    @FetchPlan(batch = "sessions.course", entity = Course.class)
    public void list() {}
  }

  static class BackOverATable {
    @FetchPlan(batch = "topics.courses", entity = Course.class)
    public void list() {}
  }

  static class Twice {
    @FetchPlan(batch = "instructor.courses.instructor", entity = Course.class)
    public void list() {}
  }

  static class TwiceInACircle {
    @FetchPlan(join = "enrollments.student.mentor.courses.enrollments", entity = Course.class)
    public void list() {}
  }

  static class Ambiguous {
    @FetchPlan(join = "course")
    public String list() {
      return "";
    }
  }

  static class NoEntity {
    @FetchPlan(join = "course", entity = String.class)
    public void list() {}
  }

  static class Nowhere {
    @FetchPlan(join = {"xyzzy", "plugh"})
    public void list() {}
  }

  @OptimizedResource(selectRelated = "instructor", prefetchRelated = "lessons")
  static class Controller {
    @GetMapping
    String list() {
      return "";
    }
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        arguments(
            Misspelt.class,
            "Misspelt.one: @FetchPlan(join = \"instuctor\", batch = \"sessions\") has the path"
                + " \"instuctor\", but Course has no \"instuctor\"; did you mean \"instructor\"?"),
        arguments(
            MisspeltDeepWithoutAHint.class,
            "MisspeltDeepWithoutAHint.list: @FetchPlan(batch = {\"sessions\","
                + " \"enrollments.studnet\"}) has the path \"enrollments.studnet\", but Enrollment"
                + " has no \"studnet\"; did you mean \"student\"?"),
        arguments(
            Unlike.class,
            "Unlike.list: @FetchPlan(join = \"xyzzy\") has the path \"xyzzy\", but Course has no"
                + " \"xyzzy\": enrollments, instructor, labels, sessions, topics, venue."),
        arguments(
            Basic.class,
            "Basic.list: @FetchPlan(join = \"title\") has the path \"title\", but Course.title is"
                + " read with its entity anyway; a plan names associations: enrollments,"
                + " instructor, labels, sessions, topics, venue."),
        arguments(
            BasicOnTheWay.class,
            "BasicOnTheWay.list: @FetchPlan(join = \"instructor.name.length\") has the path"
                + " \"instructor.name.length\", but Person.name is read with its entity anyway; a"
                + " plan names associations: courses, office."),
        arguments(
            Value.class,
            "Value.list: @FetchPlan(join = \"venue\") has the path \"venue\", which ends at a value"
                + " that is read anyway; name an association in it: room."),
        arguments(
            Elements.class,
            "Elements.list: @FetchPlan(batch = \"labels.size\") has the path \"labels.size\", but"
                + " the elements of Course.labels have no associations."),
        arguments(
            Back.class,
            "Back.list: @FetchPlan(batch = \"sessions.course\") has the cyclic path"
                + " \"sessions.course\": Session.course is the other side of Course.sessions, so it"
                + " goes back to where it came from; leave out that step."),
        arguments(
            BackOverATable.class,
            "BackOverATable.list: @FetchPlan(batch = \"topics.courses\") has the cyclic path"
                + " \"topics.courses\": Topic.courses is the other side of Course.topics, so it"
                + " goes back to where it came from; leave out that step."),
        arguments(
            Twice.class,
            "Twice.list: @FetchPlan(batch = \"instructor.courses.instructor\") has the cyclic path"
                + " \"instructor.courses.instructor\": Instructor.courses is the other side of"
                + " Course.instructor, so it goes back to where it came from; leave out that"
                + " step."),
        arguments(
            TwiceInACircle.class,
            "TwiceInACircle.list: @FetchPlan(join ="
                + " \"enrollments.student.mentor.courses.enrollments\") has the cyclic path"
                + " \"enrollments.student.mentor.courses.enrollments\": it goes over"
                + " Course.enrollments twice; a plan fetches an association wherever it meets it,"
                + " so name it once."),
        arguments(
            Ambiguous.class,
            "Ambiguous.list: @FetchPlan(join = \"course\") could begin at Enrollment or Session;"
                + " say which, as in entity = Enrollment.class."),
        arguments(
            NoEntity.class,
            "NoEntity.list: @FetchPlan(join = \"course\") begins at String, which is no entity."),
        arguments(
            Nowhere.class,
            "Nowhere.list: @FetchPlan(join = {\"xyzzy\", \"plugh\"}) begins at an entity that"
                + " cannot be told, for none has \"xyzzy\" and \"plugh\"; correct the paths, or"
                + " say entity = … to be told what is near."),
        arguments(
            Controller.class,
            "Controller: @OptimizedResource(selectRelated = \"instructor\", prefetchRelated ="
                + " \"lessons\") has the path \"lessons\", but Course has no \"lessons\"; did you"
                + " mean \"sessions\"?"),
        arguments(
            Repositories.class,
            "Topics.findByName: @FetchPlan(join = \"course\") has the path \"course\", but Topic"
                + " has no \"course\"; did you mean \"courses\"?"));
  }

  @ParameterizedTest
  @MethodSource
  void wrong(Class<?> bean, String message) {
    runner
        .withUserConfiguration(bean)
        .withPropertyValues("spring.data.jpa.repositories.bootstrap-mode=deferred")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(InvalidFetchPlan.class)
                .hasMessage(message));
  }

  @Test
  void by_default_there_are_plans_and_batches_but_no_suggestions() {
    runner.run(context -> {
      assertThat(context).hasSingleBean(FetchPlans.class).doesNotHaveBean(SuggestedPlans.class);
      assertThat(batchSize(context.getBean(EntityManagerFactory.class))).isEqualTo(50);
    });
  }

  @Test
  void a_batch_size_of_the_application_is_left_alone() {
    runner
        .withPropertyValues("spring.jpa.properties.hibernate.default_batch_fetch_size=7")
        .run(context ->
            assertThat(batchSize(context.getBean(EntityManagerFactory.class))).isEqualTo(7));
  }

  @Test
  void plans_are_there_also_when_statements_are_not_seen() {
    runner
        .withPropertyValues("veets.query.enabled=false")
        .run(context -> assertThat(context).hasSingleBean(FetchPlans.class));
  }

  @Test
  void what_the_program_has_itself_is_left_alone() {
    FetchPlans own = new FetchPlans(List::of, List::of);
    runner
        .withBean("own", FetchPlans.class, () -> own)
        .run(context -> assertThat(context).getBean(FetchPlans.class).isSameAs(own));
  }

  @Test
  void a_setting_out_of_bounds_is_refused() {
    runner
        .withPropertyValues("veets.query.prefetch.most=0")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessage("veets.query.prefetch.most is 0; it is 1 or more."));
  }

  private static int batchSize(EntityManagerFactory factory) {
    return factory
        .unwrap(SessionFactoryImplementor.class)
        .getSessionFactoryOptions()
        .getDefaultBatchFetchSize();
  }
}
