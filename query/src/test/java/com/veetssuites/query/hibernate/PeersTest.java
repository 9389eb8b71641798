package com.veetssuites.query.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.query.hibernate.school.Course;
import com.veetssuites.query.hibernate.school.Session;
import java.util.List;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

/** What is read together without a plan. */
class PeersTest {

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}

  private static List<Course> all(SchoolApplication school) {
    return school.entities.createQuery("select c from Course c", Course.class).getResultList();
  }

  @Test
  void what_is_touched_of_one_is_read_for_all_its_peers_by_one_statement() {
    try (SchoolApplication school = new SchoolApplication(Nothing.class)) {
      assertThat(
              school.inTransaction(() -> {
                List<Course> all = all(school);
                assertThat(all.get(70).sessions).hasSize(2);
                assertThat(all)
                    .allSatisfy(
                        each -> assertThat(Hibernate.isInitialized(each.sessions)).isTrue());
                assertThat(Hibernate.isInitialized(all.getFirst().enrollments)).isFalse();
              }))
          .isEqualTo(2);
      assertThat(
              school.inTransaction(() -> {
                List<Course> all = all(school);
                Hibernate.initialize(all.get(70).instructor);
                assertThat(all)
                    .allSatisfy(each -> {
                      assertThat(Hibernate.isInitialized(each.instructor)).isTrue();
                      assertThat(Hibernate.isInitialized(each.venue.room)).isFalse();
                    });
              }))
          .isEqualTo(2);
      assertThat(
              school.inTransaction(
                  () -> all(school).forEach(each -> assertThat(each.topics).hasSize(1))))
          .isEqualTo(2);
      assertThat(
              school.inTransaction(() -> {
                Session one =
                    school
                        .entities
                        .createQuery("select s from Session s", Session.class)
                        .setMaxResults(1)
                        .getSingleResult();
                Course course = (Course) Hibernate.unproxy(one.course);
                assertThat(course.enrollments).hasSize(2);
              }))
          .isEqualTo(3);
    }
  }

  @Test
  void no_more_peers_are_read_together_than_the_setting_says() {
    try (SchoolApplication school =
        new SchoolApplication(Nothing.class, "veets.query.prefetch.most=60")) {
      assertThat(
              school.inTransaction(
                  () -> all(school).forEach(each -> assertThat(each.sessions).hasSize(2))))
          .isEqualTo(3);
    }
  }

  @Test
  void without_prefetch_hibernates_own_batches_of_fifty_are_the_net_and_a_plan_still_reads_all() {
    try (SchoolApplication school =
        new SchoolApplication(Nothing.class, "veets.query.prefetch.enabled=false")) {
      assertThat(
              school.inTransaction(
                  () -> all(school).forEach(each -> assertThat(each.sessions).hasSize(2))))
          .isEqualTo(4);
      assertThat(
              school.inTransaction(
                  () -> all(school).forEach(each -> Hibernate.initialize(each.instructor))))
          .isEqualTo(4);
      assertThat(
              school.statements(() ->
                  school
                      .bean(FetchPlans.class)
                      .of(Course.class)
                      .batch("sessions", "instructor")
                      .call(() -> all(school))))
          .isEqualTo(3);
    }
  }

  @Test
  void a_plan_reads_all_also_where_nothing_is_read_in_batches() {
    try (SchoolApplication school =
        new SchoolApplication(
            Nothing.class,
            "veets.query.prefetch.enabled=false",
            "spring.jpa.properties.hibernate.default_batch_fetch_size=-1")) {
      assertThat(
              school.statements(() ->
                  school
                      .bean(FetchPlans.class)
                      .of(Course.class)
                      .join("instructor")
                      .batch("sessions")
                      .call(() -> all(school))))
          .isEqualTo(2);
    }
  }
}
