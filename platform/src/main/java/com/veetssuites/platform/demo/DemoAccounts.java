package com.veetssuites.platform.demo;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** The accounts that come with all demo data, one a role, for people to sign in with. */
final class DemoAccounts {

  /** The password of all demo users, published in the documentation. */
  static final String PASSWORD = "demo-password";

  /**
   * The same for every seed, so that two sets of demo data share them. Their index is that of the
   * user.
   */
  static final List<DemoPeople.Person> ALL =
      List.of(
          account(0, "student", "Sam", "Rivera", "2023-09-04T08:15:27.391746Z"),
          account(1, "instructor", "Inès", "Laurent", "2022-03-14T13:42:05.118263Z"),
          account(2, "admin", "Ada", "Mensah", "2022-01-10T07:00:12.640591Z"));

  static final int COUNT = ALL.size();

  static final int STUDENT = 0;
  static final int INSTRUCTOR = 1;

  private DemoAccounts() {}

  /** Tells how to sign in. */
  static void print(List<DemoData.Account> accounts, PrintWriter out) {
    if (accounts.isEmpty()) {
      return;
    }
    out.println("Accounts:");
    for (DemoData.Account account : accounts) {
      String password = account.password();
      out.printf(
          "  %-24s %-12s %s%n",
          account.email(),
          account.role(),
          password == null ? "(a password of its own)" : "password: " + password);
    }
    out.flush();
  }

  private static DemoPeople.Person account(
      int index, String role, String firstName, String lastName, String joined) {
    return new DemoPeople.Person(
        index,
        role + "@example.com",
        firstName,
        lastName,
        role,
        true,
        Calendar.micros(Instant.parse(joined)));
  }
}
