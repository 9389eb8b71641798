package com.veetssuites.platform.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;

/** A person with an account. */
@Entity
@Table(name = "users")
@DynamicUpdate
public class User {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  @Column(nullable = false)
  private String email;

  @Column(nullable = false)
  private String passwordHash;

  @Column(nullable = false)
  private String firstName;

  @Column(nullable = false)
  private String lastName;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private Role role;

  @Column(name = "is_active", nullable = false)
  private boolean active = true;

  @Column(nullable = false)
  private boolean emailNotifications = true;

  @Column(nullable = false, updatable = false)
  private Instant dateJoined;

  @jakarta.persistence.Version private long version;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected User() {}

  User(
      String email,
      String passwordHash,
      String firstName,
      String lastName,
      Role role,
      Instant dateJoined) {
    this.email = email;
    this.passwordHash = passwordHash;
    this.firstName = firstName;
    this.lastName = lastName;
    this.role = role;
    this.dateJoined = dateJoined;
  }

  public long id() {
    return id;
  }

  /** In lower case: addresses are unique whatever their case. */
  public String email() {
    return email;
  }

  public String firstName() {
    return firstName;
  }

  public String lastName() {
    return lastName;
  }

  public Role role() {
    return role;
  }

  public boolean isActive() {
    return active;
  }

  /** Whether they want mail from us. */
  public boolean emailNotifications() {
    return emailNotifications;
  }

  public Instant dateJoined() {
    return dateJoined;
  }

  public long version() {
    return version;
  }

  String passwordHash() {
    return passwordHash;
  }

  void changePassword(String hash) {
    passwordHash = hash;
  }

  void notifyByEmail(boolean wanted) {
    emailNotifications = wanted;
  }

  void rename(String first, String last) {
    firstName = first;
    lastName = last;
  }
}
