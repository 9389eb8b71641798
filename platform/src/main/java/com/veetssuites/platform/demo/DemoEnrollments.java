package com.veetssuites.platform.demo;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The enrollments of demo data: who is enrolled where, so that few courses are sought by many and
 * many by few (a Zipf-Mandelbrot distribution), and some students are keener than others.
 *
 * <p>Works on positions: of a student in the list of students, of a course in the list of published
 * courses, the most sought first. A pair of them is one number, {@link #pair}.
 */
final class DemoEnrollments {

  record Enrollment(String status, @Nullable String payment, long enrolled) {}

  private final long seed;
  private final DemoCourses courses;
  private final int[] popular;
  private final int[] students;

  DemoEnrollments(long seed, DemoCourses courses, int[] popular, int[] students) {
    this.seed = seed;
    this.courses = courses;
    this.popular = popular;
    this.students = students;
  }

  static long pair(int course, int student) {
    return (long) course << 32 | student;
  }

  int course(long pair) {
    return popular[(int) (pair >>> 32)];
  }

  int student(long pair) {
    return students[(int) pair];
  }

  /**
   * The pairs that are missing for a total of {@code total}.
   *
   * @param existing the pairs there are, in ascending order
   */
  long[] missing(long[] existing, int total) {
    if (existing.length >= total) {
      return new long[0];
    }
    int[] taken = new int[popular.length];
    for (long pair : existing) {
      taken[(int) (pair >>> 32)]++;
    }
    int[] quota = quotas(taken, total);
    long[] missing = new long[total - existing.length];
    int found = 0;
    int next = 0;
    var enrolled = new BitSet(students.length);
    for (int course = 0; course < popular.length; course++) {
      if (quota[course] == taken[course]) {
        next += taken[course];
        continue;
      }
      enrolled.clear();
      for (int i = 0; i < taken[course]; i++) {
        enrolled.set((int) existing[next++]);
      }
      Draw draw = Draw.of(seed, "students", popular[course]);
      boolean shown = popular[course] < 2 * DemoCourses.OF_THE_DEMO_INSTRUCTOR;
      for (int i = taken[course]; i < quota[course]; i++) {
        // The first student is that of the demo account, who has courses to show.
        int student = shown && !enrolled.get(0) ? 0 : choose(draw, enrolled);
        enrolled.set(student);
        missing[found++] = pair(course, student);
      }
    }
    return missing;
  }

  private int choose(Draw draw, BitSet enrolled) {
    // From the end, where the demo account is not.
    int student = students.length - 1 - draw.skewed(students.length, 1.5);
    int free = enrolled.previousClearBit(student);
    return free >= 0 ? free : enrolled.nextClearBit(student);
  }

  /**
   * How many enrollments each course has in the end: in proportion to its popularity, but not less
   * than there are, nor more than there are students.
   */
  private int[] quotas(int[] taken, int total) {
    double[] weight = new double[taken.length];
    for (int rank = 0; rank < weight.length; rank++) {
      weight[rank] = Math.pow(rank + 12, -0.85);
    }
    double few = 0;
    double many = students.length / weight[weight.length - 1] + 1;
    for (int i = 0; i < 100; i++) {
      double middle = (few + many) / 2;
      if (Arrays.stream(quotas(taken, weight, middle)).asLongStream().sum() <= total) {
        few = middle;
      } else {
        many = middle;
      }
    }
    int[] quotas = quotas(taken, weight, few);
    long rest = total - Arrays.stream(quotas).asLongStream().sum();
    while (rest > 0) {
      for (int course = 0; course < quotas.length && rest > 0; course++) {
        if (quotas[course] < students.length) {
          quotas[course]++;
          rest--;
        }
      }
    }
    return quotas;
  }

  private int[] quotas(int[] taken, double[] weight, double scale) {
    int[] quotas = new int[taken.length];
    for (int course = 0; course < quotas.length; course++) {
      int proportional = (int) Math.min(students.length, weight[course] * scale);
      quotas[course] = Math.max(taken[course], proportional);
    }
    return quotas;
  }

  /**
   * The enrollment of a pair, which began after the student had joined and the course was there.
   */
  Enrollment enrollment(long pair, long joined) {
    int course = course(pair);
    long identity = (long) course << 32 | student(pair);
    Draw draw = Draw.of(seed, "enrollment", identity);
    long from = Math.max(joined, courses.created(course));
    double delay = draw.unit() * draw.unit();
    long enrolled = from + (long) ((Calendar.REFERENCE - from) * delay) + 1;
    if (courses.cents(course) == 0) {
      return new Enrollment("completed", null, enrolled);
    }
    double fate = draw.unit();
    String status = fate < 0.85 ? "completed" : fate < 0.94 ? "pending" : "failed";
    long number = Draw.mix(identity + Draw.mix(seed));
    return new Enrollment(status, "demo_%016x".formatted(number), enrolled);
  }
}
