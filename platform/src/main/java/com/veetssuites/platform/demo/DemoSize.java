package com.veetssuites.platform.demo;

/**
 * How much demo data there is to be.
 *
 * @param users people, the three demo accounts among them: one in ten teaches, the others study
 * @param courses courses, nine in ten of them published
 * @param enrollments pairs of a student and a published course
 * @param sessions live sessions, past and future
 */
public record DemoSize(int users, int courses, int enrollments, int sessions) {

  /** Enough to see how the platform behaves with much data. */
  public static final DemoSize LARGE = new DemoSize(2_000, 10_000, 200_000, 20_000);

  /** Enough to look around. */
  public static final DemoSize SMALL = new DemoSize(60, 48, 400, 120);

  /**
   * @throws IllegalArgumentException with a sentence for the person, if there cannot be so many
   */
  public DemoSize {
    check("users", users, DemoAccounts.COUNT, 1_000_000);
    check("courses", courses, 0, 1_000_000);
    check("enrollments", enrollments, 0, 20_000_000);
    check("sessions", sessions, 0, 5_000_000);
    if (sessions > 0 && courses == 0) {
      throw new IllegalArgumentException("Sessions need at least one of --courses.");
    }
    long students = DemoPeople.students(users);
    long published = DemoCourses.published(courses);
    if (enrollments > students * published) {
      throw new IllegalArgumentException(
          "%,d enrollments are impossible: %,d students and %,d published courses make %,d pairs at most."
              .formatted(enrollments, students, published, students * published));
    }
  }

  private static void check(String name, int number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "--%s must be a number from %d to %d.".formatted(name, least, most));
    }
  }
}
