package com.veetssuites.platform.account;

import java.time.Instant;

/**
 * A user as they see themselves.
 *
 * @param emailNotifications whether they get mail; a link in each mail ends it
 */
record Profile(
    long id,
    String email,
    String firstName,
    String lastName,
    Role role,
    Instant dateJoined,
    boolean emailNotifications) {

  static Profile of(User user) {
    return new Profile(
        user.id(),
        user.email(),
        user.firstName(),
        user.lastName(),
        user.role(),
        user.dateJoined(),
        user.emailNotifications());
  }
}
