package com.veetssuites.benchmarks.naive;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** A place in a course. */
@Entity
@Table(name = "enrollments")
class NaiveEnrollment {

  @Id private long id;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  @ManyToOne(fetch = FetchType.LAZY)
  private NaiveCourse course;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  private String paymentStatus;

  boolean completed() {
    return paymentStatus.equals("completed");
  }
}
