package com.veetssuites.corpus;

import com.veetssuites.corpus.School.Author;
import com.veetssuites.corpus.School.Course;
import com.veetssuites.corpus.School.Enrollment;
import com.veetssuites.corpus.School.Lesson;
import com.veetssuites.corpus.School.Note;
import com.veetssuites.corpus.School.Person;
import com.veetssuites.corpus.School.Review;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityNotFoundException;
import java.util.List;
import org.hibernate.Hibernate;
import org.hibernate.ObjectNotFoundException;
import org.hibernate.Session;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Reads courses in every way that people do; the bad ways first. */
final class Catalog {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final EntityManager entities;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  Catalog(EntityManager entities, JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.entities = entities;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  List<Course> courses() {
    return entities
        .createQuery("SELECT c FROM School$Course c ORDER BY c.id", Course.class)
        .getResultList();
  }

  private List<Course> courses(String fetch) {
    return entities
        .createQuery("SELECT DISTINCT c FROM School$Course c " + fetch, Course.class)
        .getResultList();
  }

  private List<Long> ids() {
    return entities.createQuery("SELECT c.id FROM School$Course c", Long.class).getResultList();
  }

  // What repeats.

  void lazyReference() {
    courses().forEach(course -> course.instructor.getName());
  }

  void eagerReference() {
    entities.createQuery("SELECT r FROM School$Review r", Review.class).getResultList();
  }

  void collection() {
    for (Course course : courses()) {
      Hibernate.initialize(course.lessons);
    }
  }

  void nested() {
    for (Course course : courses("LEFT JOIN FETCH c.enrollments")) {
      course.enrollments.forEach(enrollment -> enrollment.student.getName());
    }
  }

  void nestedInOne() {
    Course course = courses().getFirst();
    for (Enrollment enrollment : course.enrollments) {
      enrollment.student.getName();
    }
  }

  void manyToMany() {
    courses().forEach(course -> Hibernate.initialize(course.topics));
  }

  void values() {
    courses().forEach(course -> Hibernate.initialize(course.labels));
  }

  void inverse() {
    entities.createQuery("SELECT a FROM School$Author a", Author.class).getResultList();
  }

  void find() {
    for (Long id : ids()) {
      entities.find(Course.class, id);
    }
  }

  void findWithoutTransaction(List<Long> ids) {
    for (Long id : ids) {
      entities.find(Course.class, id);
    }
  }

  void reference() {
    for (Long id : ids()) {
      entities.getReference(Person.class, id).getName();
    }
  }

  String json() {
    return JSON.writeValueAsString(courses());
  }

  void afterCommit() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            courses().forEach(course -> Hibernate.initialize(course.lessons));
          }
        });
  }

  void embedded() {
    courses().forEach(course -> course.venue.building.getStreet());
  }

  void queryInLoop() {
    for (Long id : ids()) {
      entities
          .createQuery("SELECT l FROM School$Lesson l WHERE l.course.id = :id", Lesson.class)
          .setParameter("id", id)
          .getResultList();
    }
  }

  void jdbcInLoop() {
    for (Long id : ids()) {
      jdbc.sql("SELECT title FROM lessons WHERE course_id = ?").param(id).query().listOfRows();
    }
  }

  void sameQuery() {
    for (int i = 0; i < 4; i++) {
      jdbc.sql("SELECT count(*) FROM lessons").query(Long.class).single();
    }
  }

  void firstPage() {
    entities
        .createQuery("SELECT c FROM School$Course c ORDER BY c.id", Course.class)
        .setMaxResults(4)
        .getResultList()
        .forEach(course -> Hibernate.initialize(course.lessons));
  }

  void threeEager() {
    entities
        .createQuery("SELECT r FROM School$Review r", Review.class)
        .setMaxResults(3)
        .getResultList();
  }

  void afterFailures() {
    for (int i = 0; i < 3; i++) {
      try {
        Hibernate.initialize(entities.getReference(Course.class, -1L));
      } catch (EntityNotFoundException | ObjectNotFoundException e) {
        // as it is meant to
      }
    }
    queryInLoop();
  }

  // What does not.

  void twoAndOne() {
    List<Course> courses = courses();
    courses.get(0).instructor.getName();
    courses.get(1).instructor.getName();
    courses.get(2).assistant.getName();
  }

  void joined() {
    courses("JOIN FETCH c.instructor").forEach(course -> course.instructor.getName());
  }

  void joinedCollection() {
    courses("LEFT JOIN FETCH c.lessons").forEach(course -> Hibernate.initialize(course.lessons));
  }

  void batch() {
    courses().forEach(course -> Hibernate.initialize(course.notes));
  }

  void subselect() {
    courses().forEach(course -> Hibernate.initialize(course.links));
  }

  void graph() {
    var graph = entities.createEntityGraph(Course.class);
    graph.addAttributeNodes("lessons");
    entities
        .createQuery("SELECT c FROM School$Course c", Course.class)
        .setHint("jakarta.persistence.fetchgraph", graph)
        .getResultList()
        .forEach(course -> Hibernate.initialize(course.lessons));
  }

  void cached() {
    courses().forEach(course -> course.language.getName());
  }

  void pages() {
    for (int page = 0; page < 5; page++) {
      entities
          .createQuery("SELECT c FROM School$Course c ORDER BY c.id", Course.class)
          .setFirstResult(page)
          .setMaxResults(2)
          .getResultList()
          .forEach(course -> Hibernate.initialize(course.notes));
      entities.createQuery("SELECT count(c) FROM School$Course c", Long.class).getSingleResult();
      entities.clear();
    }
  }

  void keyset() {
    long last = 0;
    for (int page = 0; page < 6; page++) {
      List<Course> courses =
          entities
              .createQuery(
                  "SELECT c FROM School$Course c WHERE c.id > :last ORDER BY c.id", Course.class)
              .setParameter("last", last)
              .setMaxResults(1)
              .getResultList();
      if (courses.isEmpty()) {
        return;
      }
      courses.getFirst().enrollments.forEach(each -> Hibernate.initialize(each));
      last = courses.getFirst().id;
    }
  }

  void two() {
    courses().stream().limit(2).forEach(course -> Hibernate.initialize(course.lessons));
  }

  void multiple() {
    entities.unwrap(Session.class).findMultiple(Course.class, ids());
  }

  void projection() {
    entities
        .createQuery("SELECT c.title, i.name FROM School$Course c JOIN c.instructor i")
        .getResultList();
  }

  void differentAssociations() {
    Course course = courses().getFirst();
    Hibernate.initialize(course.lessons);
    Hibernate.initialize(course.topics);
    Hibernate.initialize(course.labels);
    Hibernate.initialize(course.enrollments);
    course.instructor.getName();
    course.assistant.getName();
    course.venue.building.getStreet();
  }

  void save() {
    for (int i = 0; i < 5; i++) {
      Note note = new Note();
      entities.persist(note);
    }
  }

  void merge(List<Note> notes) {
    notes.forEach(entities::merge);
  }

  List<Note> notes() {
    return entities
        .createQuery("SELECT n FROM School$Note n", Note.class)
        .setMaxResults(5)
        .getResultList();
  }

  void readAgain() {
    Long id = ids().getFirst();
    for (int i = 0; i < 5; i++) {
      Hibernate.initialize(entities.find(Course.class, id).lessons);
    }
  }

  void refresh() {
    Course course = courses().getFirst();
    for (int i = 0; i < 5; i++) {
      entities.refresh(course);
    }
  }

  void chunks() {
    List<Long> ids = ids();
    for (int i = 0; i + 2 <= ids.size(); i += 2) {
      entities
          .createQuery("SELECT l FROM School$Lesson l WHERE l.course.id IN (:ids)", Lesson.class)
          .setParameter("ids", ids.subList(i, i + 2))
          .getResultList();
    }
  }

  void ownTransactions(List<Long> ids) {
    for (Long id : ids) {
      transaction.executeWithoutResult(
          status -> entities.find(Course.class, id).title = "renamed " + System.nanoTime());
    }
  }

  void readAfterWrites() {
    for (int i = 0; i < 4; i++) {
      jdbc.sql("UPDATE lessons SET title = title || '.'").update();
      jdbc.sql("SELECT count(*) FROM lessons WHERE title LIKE '%.'").query(Long.class).single();
    }
  }

  void locks() {
    for (Long id : ids()) {
      jdbc.sql("SELECT title FROM courses WHERE id = ? FOR UPDATE").param(id).query().listOfRows();
    }
  }

  /** Reads lessons one course at a time. */
  static final class Reader {
    private final EntityManager entities;

    Reader(EntityManager entities) {
      this.entities = entities;
    }

    void read() {
      if (TransactionSynchronizationManager.isActualTransactionActive()) {
        read(entities);
      } else {
        try (EntityManager own = entities.getEntityManagerFactory().createEntityManager()) {
          read(own);
        }
      }
    }

    private static void read(EntityManager session) {
      session
          .createQuery("SELECT c FROM School$Course c", Course.class)
          .getResultList()
          .forEach(course -> Hibernate.initialize(course.lessons));
    }
  }
}
