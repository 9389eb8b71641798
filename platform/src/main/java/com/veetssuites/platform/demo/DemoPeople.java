package com.veetssuites.platform.demo;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The people of demo data. Who the person with an index is depends on the seed alone: the first are
 * the {@link DemoAccounts}, then every tenth is an instructor and the others are students.
 */
final class DemoPeople {

  /** Who joined when is what marks a user as demo data: it can be changed through no API. */
  record Person(
      int index,
      String email,
      String firstName,
      String lastName,
      String role,
      boolean active,
      long joined) {}

  private static final int INSTRUCTORS_ONE_IN = 10;

  private final long seed;

  DemoPeople(long seed) {
    this.seed = seed;
  }

  Person person(int index) {
    if (index < DemoAccounts.COUNT) {
      return DemoAccounts.ALL.get(index);
    }
    Draw draw = Draw.of(seed, "person", index);
    String firstName = draw.of(Vocabulary.FIRST_NAMES);
    String lastName = draw.of(Vocabulary.LAST_NAMES);
    return new Person(
        index,
        ascii(firstName) + "." + ascii(lastName) + index + "@example.com",
        firstName,
        lastName,
        isInstructor(index) ? "instructor" : "student",
        draw.chance(0.98),
        joined(index));
  }

  long joined(int index) {
    if (index < DemoAccounts.COUNT) {
      return DemoAccounts.ALL.get(index).joined();
    }
    // Instructors were there before the first course.
    return isInstructor(index)
        ? Calendar.spread(seed, "instructor", index, Calendar.REFERENCE - 3 * Calendar.YEAR, 2)
        : Calendar.spread(seed, "student", index, Calendar.REFERENCE - Calendar.DAY, 3);
  }

  private static boolean isInstructor(int index) {
    return index == DemoAccounts.INSTRUCTOR
        || index >= DemoAccounts.COUNT && (index - DemoAccounts.COUNT) % INSTRUCTORS_ONE_IN == 0;
  }

  private static boolean isStudent(int index) {
    return index == DemoAccounts.STUDENT || index >= DemoAccounts.COUNT && !isInstructor(index);
  }

  /** The indices of the instructors among so many users, that of the demo account first. */
  static int[] instructors(int users) {
    return IntStream.range(0, users).filter(DemoPeople::isInstructor).toArray();
  }

  /** The indices of the students among so many users, that of the demo account first. */
  static int[] studentIndices(int users) {
    return IntStream.range(0, users).filter(DemoPeople::isStudent).toArray();
  }

  /** How many of so many users are students. */
  static int students(int users) {
    int others = users - DemoAccounts.COUNT;
    return 1 + others - (others + INSTRUCTORS_ONE_IN - 1) / INSTRUCTORS_ONE_IN;
  }

  private static String ascii(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .replaceAll("[^A-Za-z]", "")
        .toLowerCase(Locale.ROOT);
  }
}
