package com.veetssuites.platform.account;

import java.time.Instant;

/** A user as they see themselves. */
record Profile(
    long id, String email, String firstName, String lastName, Role role, Instant dateJoined) {

  static Profile of(User user) {
    return new Profile(
        user.id(), user.email(), user.firstName(), user.lastName(), user.role(), user.dateJoined());
  }
}
