package com.veetssuites.platform.course;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.veetssuites.platform.account.User;
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
    Instructor instructor,
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal price,
    String currency,
    @JsonProperty("is_published") boolean isPublished,
    int enrollmentCount,
    Instant createdAt,
    Instant updatedAt) {

  /** Who teaches, as everybody may know them. */
  public record Instructor(long id, String firstName, String lastName) {
    static Instructor of(User user) {
      return new Instructor(user.id(), user.firstName(), user.lastName());
    }
  }

  /** The summary of a course whose instructor is loaded. */
  public static CourseSummary of(Course course) {
    return new CourseSummary(
        course.id(),
        course.title(),
        course.description(),
        Instructor.of(course.instructor()),
        course.price(),
        course.currency(),
        course.isPublished(),
        course.enrollmentCount(),
        course.createdAt(),
        course.updatedAt());
  }
}
