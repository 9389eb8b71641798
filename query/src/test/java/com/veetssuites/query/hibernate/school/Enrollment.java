package com.veetssuites.query.hibernate.school;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** Who takes what. */
@Entity
@Table(name = "enrollments")
public class Enrollment {
  @Id @GeneratedValue public Long id;

  @ManyToOne(fetch = FetchType.LAZY)
  public Course course;

  @ManyToOne(fetch = FetchType.LAZY)
  public Student student;
}
