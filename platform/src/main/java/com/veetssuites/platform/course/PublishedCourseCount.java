package com.veetssuites.platform.course;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/**
 * A part of the number of published courses; the sum of all parts is exact. Kept by the database.
 */
@Entity
@Immutable
@Table(name = "published_course_counts")
class PublishedCourseCount {

  @Id private short slot;

  private long count;

  /** For Hibernate. */
  protected PublishedCourseCount() {}

  short slot() {
    return slot;
  }

  long count() {
    return count;
  }
}
