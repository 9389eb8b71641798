package com.veetssuites.platform.course;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A course in the catalogue.
 *
 * @param price a decimal string with two digits after the point
 * @param enrollmentCount completed enrollments, exact
 */
public record CourseSummary(
    long id,
    String title,
    String description,
    Teacher instructor,
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal price,
    String currency,
    @JsonProperty("is_published") boolean isPublished,
    int enrollmentCount,
    Instant createdAt,
    Instant updatedAt) {

  /** Who teaches, as everybody may know them. */
  public record Teacher(long id, String firstName, String lastName) {
    static Teacher of(Instructor instructor) {
      return new Teacher(instructor.id(), instructor.firstName(), instructor.lastName());
    }
  }

  /** The summary of a course whose instructor is loaded. */
  public static CourseSummary of(Course course) {
    return new CourseSummary(
        course.id(),
        course.title(),
        course.description(),
        Teacher.of(course.instructor()),
        course.price(),
        course.currency(),
        course.isPublished(),
        course.enrollmentCount(),
        course.createdAt(),
        course.updatedAt());
  }
}
