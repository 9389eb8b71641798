package com.veetssuites.query.hibernate.school;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;

/** What courses are about. */
@Entity
@Table(name = "topics")
public class Topic {
  @Id @GeneratedValue public Long id;
  public String name;

  @ManyToMany(mappedBy = "topics")
  public Set<Course> courses = new HashSet<>();
}
