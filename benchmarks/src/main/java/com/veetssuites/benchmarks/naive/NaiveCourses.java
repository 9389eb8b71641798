package com.veetssuites.benchmarks.naive;

import com.veetssuites.query.FetchPlan;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Twenty courses, one statement for each thing that is lazy, and the same by plan. */
@RestController
class NaiveCourses {

  private final EntityManager entities;
  private final TransactionTemplate transaction;

  NaiveCourses(EntityManager entities, PlatformTransactionManager transactions) {
    this.entities = entities;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setReadOnly(true);
  }

  @GetMapping("/api/docs/naive/courses")
  List<NaiveCourse.Shown> naive() {
    return list();
  }

  @FetchPlan(entity = NaiveCourse.class, join = "instructor", batch = "enrollments")
  @GetMapping("/api/docs/planned/courses")
  List<NaiveCourse.Shown> planned() {
    return list();
  }

  private List<NaiveCourse.Shown> list() {
    return transaction.execute(status ->
        entities
            .createQuery(
                "select c from NaiveCourse c where c.published order by c.createdAt desc, c.id desc",
                NaiveCourse.class)
            .setMaxResults(20)
            .getResultList()
            .stream()
            .map(NaiveCourse::shown)
            .toList());
  }
}
