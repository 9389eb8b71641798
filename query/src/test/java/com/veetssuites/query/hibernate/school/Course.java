package com.veetssuites.query.hibernate.school;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A course. */
@Entity
@Table(name = "courses")
public class Course {
  @Id @GeneratedValue public Long id;
  public String title;

  @ManyToOne(fetch = FetchType.LAZY)
  public Instructor instructor;

  @OneToMany(mappedBy = "course")
  public List<Session> sessions = new ArrayList<>();

  @OneToMany(mappedBy = "course")
  public List<Enrollment> enrollments = new ArrayList<>();

  @ManyToMany public Set<Topic> topics = new HashSet<>();

  @ElementCollection public Set<String> labels = new HashSet<>();

  @Embedded public Venue venue;
}
