package com.veetssuites.platform.course;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;

/** A course that an instructor offers. */
@Entity
@Table(name = "courses")
@DynamicUpdate
public class Course {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  @Column(nullable = false)
  private String title;

  @Column(nullable = false)
  private String description;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  private Instructor instructor;

  @Column(nullable = false)
  private BigDecimal price;

  @Column(nullable = false)
  private String currency;

  @Column(name = "is_published", nullable = false)
  private boolean published;

  @Column(nullable = false, updatable = false)
  private Instant createdAt;

  @Column(nullable = false)
  private Instant updatedAt;

  @Version private long version;

  /** Kept by the database, exact in every transaction. */
  @Column(insertable = false, updatable = false)
  private int enrollmentCount;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected Course() {}

  Course(Instructor instructor, CourseForm form, Instant now) {
    this.instructor = instructor;
    this.title = form.title();
    this.description = form.description();
    this.price = form.price();
    this.currency = form.currency();
    this.published = form.isPublished();
    this.createdAt = now;
    this.updatedAt = now;
  }

  void change(CourseForm form, Instant now) {
    title = form.title();
    description = form.description();
    price = form.price();
    currency = form.currency();
    published = form.isPublished();
    updatedAt = now;
  }

  CourseForm form() {
    return new CourseForm(title, description, price, currency, published);
  }

  public long id() {
    return id;
  }

  public String title() {
    return title;
  }

  public String description() {
    return description;
  }

  public Instructor instructor() {
    return instructor;
  }

  public BigDecimal price() {
    return price;
  }

  public boolean isFree() {
    return price.signum() == 0;
  }

  /** ISO 4217. */
  public String currency() {
    return currency;
  }

  public boolean isPublished() {
    return published;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  public long version() {
    return version;
  }

  /** Completed enrollments. */
  public int enrollmentCount() {
    return enrollmentCount;
  }
}
