package com.veetssuites.platform.demo;

import java.util.List;

/**
 * The courses of demo data. What the course with an index is depends on the seed alone, except for
 * its instructor, who is one of those there are when it is made.
 */
final class DemoCourses {

  /** When it was created is what marks a course of a demo instructor as demo data. */
  record Course(
      int index,
      String title,
      String description,
      int instructor,
      int cents,
      String currency,
      boolean published,
      long created,
      long updated) {}

  /** How many courses, published ones, the demo instructor has. */
  static final int OF_THE_DEMO_INSTRUCTOR = 4;

  private static final int UNPUBLISHED_ONE_IN = 10;

  private static final List<Integer> PRICES =
      List.of(
          999, 1499, 1999, 1999, 2499, 2999, 2999, 3999, 4900, 4999, 5999, 7900, 9900, 14900,
          19900);

  /** Coprime to any number of titles that the vocabulary may have: a prime. */
  private static final long TITLE_STEP = 1_000_003;

  private final long seed;
  private final int[] instructors;

  /**
   * @param instructors the users who may teach, that of the demo account first
   */
  DemoCourses(long seed, int[] instructors) {
    this.seed = seed;
    this.instructors = instructors;
  }

  Course course(int index) {
    Draw draw = Draw.of(seed, "course", index);
    int number = titleNumber(index);
    int part = index / Vocabulary.TITLES + 1;
    Subject subject = Vocabulary.subject(number);
    String title = Vocabulary.title(number);
    long created = created(index);
    boolean changed = draw.chance(0.6);
    return new Course(
        index,
        part == 1 ? title : title + ", Part " + part,
        Vocabulary.description(number, draw),
        instructor(index, Vocabulary.SUBJECTS.indexOf(subject), draw),
        cents(index),
        draw.chance(0.8) ? "USD" : draw.chance(0.6) ? "EUR" : "GBP",
        isPublished(index),
        created,
        changed ? created + draw.below(Calendar.REFERENCE - created) : created);
  }

  long created(int index) {
    return Calendar.spread(seed, "course", index, Calendar.REFERENCE - 2 * Calendar.DAY, 3);
  }

  /** Every title comes once before any comes again. */
  int titleNumber(int index) {
    return (int) ((index + (Draw.mix(seed) >>> 32)) * TITLE_STEP % Vocabulary.TITLES);
  }

  /** The price, in hundredths. One course in five is free. */
  int cents(int index) {
    Draw draw = Draw.of(seed, "price", index);
    return draw.chance(0.2) ? 0 : draw.of(PRICES);
  }

  /** An instructor teaches one subject, and some teach much more than others. */
  private int instructor(int index, int subject, Draw draw) {
    int others = instructors.length - 1;
    if (index < OF_THE_DEMO_INSTRUCTOR || others == 0) {
      return instructors[0];
    }
    int subjects = Vocabulary.SUBJECTS.size();
    int colleagues = (others - subject + subjects - 1) / subjects;
    int chosen =
        others >= subjects ? subject + subjects * draw.skewed(colleagues, 1.6) : draw.below(others);
    return instructors[1 + chosen];
  }

  static boolean isPublished(int index) {
    return index % UNPUBLISHED_ONE_IN != UNPUBLISHED_ONE_IN - 1;
  }

  /** How many of so many courses are published. */
  static int published(int courses) {
    return courses - courses / UNPUBLISHED_ONE_IN;
  }

  /** Orders courses by how sought they are. */
  long popularity(int index) {
    return Draw.of(seed, "popularity", index).bits();
  }
}
