package com.veetssuites.query.hibernate.school;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;

/** Who learns. */
@Entity
public class Student extends Person {
  @ManyToOne(fetch = FetchType.LAZY)
  public Instructor mentor;
}
