package com.veetssuites.query.hibernate.school;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** A lesson. */
@Entity
@Table(name = "lessons")
public class Session {
  @Id @GeneratedValue public Long id;
  public String title;

  @ManyToOne(fetch = FetchType.LAZY)
  public Course course;
}
