package com.veetssuites.documentation.review;

import com.veetssuites.platform.course.Course;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;

/** What a student says of a course. */
@Entity
@Table(name = "reviews")
@DynamicUpdate
class Review {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  private Course course;

  private long studentId;
  private int rating;
  private String text;
  private Instant createdAt;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected Review() {}

  Review(Course course, long studentId, int rating, String text, Instant now) {
    this.course = course;
    this.studentId = studentId;
    this.rating = rating;
    this.text = text;
    this.createdAt = now;
  }

  ReviewDetail detail() {
    return new ReviewDetail(id, course.id(), course.title(), studentId, rating, text, createdAt);
  }
}
