package com.veetssuites.query.hibernate;

import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.query.hibernate.school.Course;
import com.veetssuites.query.hibernate.school.Courses;
import com.veetssuites.query.hibernate.school.Enrollment;
import com.veetssuites.query.hibernate.school.Instructor;
import com.veetssuites.query.hibernate.school.Room;
import com.veetssuites.query.hibernate.school.Session;
import com.veetssuites.query.hibernate.school.Student;
import com.veetssuites.query.hibernate.school.Topic;
import com.veetssuites.query.hibernate.school.Venue;
import com.veetssuites.testing.PostgresExtension;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The school as an application, with 120 courses that each have two of everything. */
final class SchoolApplication implements AutoCloseable {

  static final int COURSES = 120;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EntityScan(basePackageClasses = Course.class)
  @EnableJpaRepositories(basePackageClasses = Courses.class)
  static class Settings {}

  final ConfigurableApplicationContext context;
  final EntityManager entities;
  final TransactionTemplate transaction;

  /** Work that may fail. */
  interface Work {
    void run() throws Exception;
  }

  SchoolApplication(Class<?> beans, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("spring.datasource.url=" + PostgresExtension.createDatabase());
    all.add("spring.jpa.hibernate.ddl-auto=create");
    all.add("spring.main.banner-mode=off");
    context =
        new SpringApplicationBuilder(Settings.class, beans)
            .web(WebApplicationType.NONE)
            .properties(all.toArray(String[]::new))
            .run();
    entities = context.getBean(EntityManager.class);
    transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    transaction.executeWithoutResult(status -> fill());
  }

  private void fill() {
    for (int i = 0; i < COURSES; i++) {
      Room room = new Room();
      entities.persist(room);
      Instructor instructor = new Instructor();
      instructor.name = "instructor " + i;
      instructor.office = room;
      entities.persist(instructor);
      Topic topic = new Topic();
      entities.persist(topic);
      Course course = new Course();
      course.title = "course %03d".formatted(i);
      course.instructor = instructor;
      course.venue = new Venue();
      course.venue.city = "Oslo";
      course.venue.room = room;
      course.topics.add(topic);
      course.labels.add("label " + i);
      entities.persist(course);
      for (int j = 0; j < 2; j++) {
        Session session = new Session();
        session.course = course;
        entities.persist(session);
        Student student = new Student();
        student.mentor = instructor;
        entities.persist(student);
        Enrollment enrollment = new Enrollment();
        enrollment.course = course;
        enrollment.student = student;
        entities.persist(enrollment);
      }
    }
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** How many statements the work takes. */
  int statements(Work work) {
    return context
        .getBean(QueryScopes.class)
        .call(
            QueryScope.Kind.TEST,
            "test",
            scope -> {
              try {
                work.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return scope.count();
            });
  }

  /** The same, within a transaction. */
  int inTransaction(Work work) {
    return statements(() ->
        transaction.executeWithoutResult(status -> {
          try {
            work.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }));
  }

  @Override
  public void close() {
    context.close();
  }
}
