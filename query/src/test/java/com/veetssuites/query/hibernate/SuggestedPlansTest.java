package com.veetssuites.query.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.query.SuggestedPlan;
import com.veetssuites.query.SuggestedPlans;
import com.veetssuites.query.hibernate.school.Course;
import com.veetssuites.query.hibernate.school.Enrollment;
import com.veetssuites.query.hibernate.school.Instructor;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.Configuration;

/** Which plans are read off what work touches. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuggestedPlansTest {

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}

  private final SchoolApplication school =
      new SchoolApplication(Nothing.class, "veets.query.prefetch.suggest=true");
  private final SuggestedPlans suggested = school.bean(SuggestedPlans.class);

  @AfterAll
  void close() {
    school.close();
  }

  @BeforeEach
  void forget() {
    suggested.clear();
  }

  private java.util.List<Course> courses() {
    return school
        .entities
        .createQuery("select c from Course c", Course.class)
        .setMaxResults(20)
        .getResultList();
  }

  @Test
  void what_is_touched_lazily_is_suggested_with_the_statements_that_it_spares() {
    for (int i = 0; i < 3; i++) {
      school.inTransaction(() ->
          courses()
              .forEach(each -> {
                Hibernate.initialize(each.instructor);
                assertThat(each.sessions).hasSize(2);
              }));
    }

    assertThat(suggested.snapshot())
        .singleElement()
        .hasToString(
            "test: @FetchPlan(join = \"instructor\", batch = \"sessions\") on Course, seen 3 times,"
                + " 3 statements → 2");
  }

  @Test
  void a_suggestion_does_what_it_says() {
    school.inTransaction(() -> {
      Enrollment one =
          school
              .entities
              .createQuery("select e from Enrollment e", Enrollment.class)
              .setMaxResults(1)
              .getSingleResult();
      Hibernate.initialize(one.student);
      Course course = (Course) Hibernate.unproxy(one.course);
      Hibernate.initialize(((Instructor) Hibernate.unproxy(course.instructor)).office);
      assertThat(course.topics).hasSize(1);
    });

    SuggestedPlan plan = suggested.snapshot().getFirst();

    assertThat(plan.join()).containsExactly("course.instructor.office", "student");
    assertThat(plan.batch()).containsExactly("course.topics");
    assertThat(plan.before()).isEqualTo(6);
    assertThat(plan.after()).isEqualTo(2);
    assertThat(
            school.statements(() ->
                school
                    .bean(FetchPlans.class)
                    .of(Enrollment.class)
                    .join(plan.join().toArray(String[]::new))
                    .batch(plan.batch().toArray(String[]::new))
                    .call(() ->
                        school
                            .entities
                            .createQuery("select e from Enrollment e", Enrollment.class)
                            .setMaxResults(1)
                            .getSingleResult())))
        .isEqualTo(2);
  }

  @Test
  void what_is_planned_or_spares_nothing_is_not_suggested() {
    school.inTransaction(() ->
        school
            .bean(FetchPlans.class)
            .of(Course.class)
            .join("instructor")
            .batch("sessions")
            .call(this::courses)
            .forEach(each -> {
              Hibernate.initialize(each.instructor);
              assertThat(each.sessions).hasSize(2);
            }));
    school.inTransaction(() -> courses().forEach(each -> assertThat(each.topics).hasSize(1)));

    assertThat(suggested.snapshot()).isEmpty();
  }
}
