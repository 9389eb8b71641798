package com.veetssuites.platform.course;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** The part of a user that everybody may know of who teaches: no e-mail address, no password. */
@Entity
@Immutable
@Table(name = "users")
public class Instructor {

  @Id private long id;

  private String firstName;

  private String lastName;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected Instructor() {}

  public long id() {
    return id;
  }

  public String firstName() {
    return firstName;
  }

  public String lastName() {
    return lastName;
  }
}
