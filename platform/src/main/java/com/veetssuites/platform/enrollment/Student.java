package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.account.User;

/** A student as the instructor of their course knows them. */
record Student(long id, String firstName, String lastName, String email) {

  static Student of(User user) {
    return new Student(user.id(), user.firstName(), user.lastName(), user.email());
  }
}
