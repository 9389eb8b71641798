package com.veetssuites.benchmarks.naive;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Somebody who teaches. */
@Entity
@Table(name = "users")
class NaiveUser {

  @Id private long id;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  private String firstName;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  private String lastName;

  String name() {
    return firstName + " " + lastName;
  }
}
