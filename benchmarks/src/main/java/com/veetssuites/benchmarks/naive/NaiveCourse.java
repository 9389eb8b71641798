package com.veetssuites.benchmarks.naive;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** A course with everything lazy. */
@Entity
@Table(name = "courses")
class NaiveCourse {

  @Id private long id;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  private String title;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  @ManyToOne(fetch = FetchType.LAZY)
  private NaiveUser instructor;

  @OneToMany(mappedBy = "course")
  private List<NaiveEnrollment> enrollments = List.of();

  @Column(name = "is_published")
  private boolean published;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  private Instant createdAt;

  /** What is shown of it. */
  record Shown(long id, String title, String instructor, long enrollments) {}

  Shown shown() {
    return new Shown(
        id,
        title,
        instructor.name(),
        enrollments.stream().filter(NaiveEnrollment::completed).count());
  }
}
