package com.veetssuites.platform.demo;

import org.jspecify.annotations.Nullable;

/**
 * The live sessions of demo data: rather more than half of them are over, some with a recording.
 */
final class DemoSessions {

  /** The meeting is what marks a session as demo data. */
  record Session(
      int course,
      String title,
      long scheduled,
      String meeting,
      String joinUrl,
      @Nullable String recordingUrl,
      @Nullable String recordingKey,
      String recordingStatus,
      long created) {}

  /**
   * Meetings have twelve digits: those of Zoom have eleven at most, so a demo one is never in the
   * way of a real one.
   */
  private static final long FIRST_MEETING = 100_000_000_000L;

  private static final long MEETINGS = 900_000_000_000L;

  /** Coprime to the number of meetings. */
  private static final long MEETING_STEP = 618_033_988_751L;

  private final long seed;
  private final DemoCourses courses;
  private final int[] popular;

  /**
   * @param popular the courses that sessions may belong to, the most sought first
   */
  DemoSessions(long seed, DemoCourses courses, int[] popular) {
    this.seed = seed;
    this.courses = courses;
    this.popular = popular;
  }

  Session session(int index) {
    Draw draw = draw(index);
    int course = course(index, draw);
    long scheduled = scheduled(courses.created(course), draw);
    long created = created(courses.created(course), scheduled, draw);
    String title = Vocabulary.session(courses.titleNumber(course), draw);
    String meeting = Long.toString(meeting(index));
    String joinUrl = "https://zoom.example.com/j/%s?pwd=%016x".formatted(meeting, draw.bits());
    boolean over = scheduled < Calendar.REFERENCE;
    double fate = draw.unit();
    if (over && fate < 0.6) {
      return new Session(
          course,
          title,
          scheduled,
          meeting,
          joinUrl,
          "https://zoom.example.com/rec/download/%016x%016x".formatted(draw.bits(), draw.bits()),
          "demo/recordings/" + meeting + ".mp4",
          "available",
          created);
    }
    String status = over && fate < 0.64 ? "failed" : "none";
    return new Session(course, title, scheduled, meeting, joinUrl, null, null, status, created);
  }

  /** When the session with this index was put into the calendar. */
  long created(int index) {
    Draw draw = draw(index);
    long begin = courses.created(course(index, draw));
    return created(begin, scheduled(begin, draw), draw);
  }

  long meeting(int index) {
    long turn = index * MEETING_STEP + Long.remainderUnsigned(Draw.mix(seed), MEETINGS);
    return FIRST_MEETING + turn % MEETINGS;
  }

  private Draw draw(int index) {
    return Draw.of(seed, "session", index);
  }

  private int course(int index, Draw draw) {
    int rank = draw.skewed(popular.length, 1.5);
    // The demo instructor has sessions to show, however few there are in all.
    int shown = DemoCourses.OF_THE_DEMO_INSTRUCTOR;
    return index < 4 * shown && index % shown < popular.length ? own(index % shown) : popular[rank];
  }

  private int own(int course) {
    for (int candidate : popular) {
      if (candidate == course) {
        return course;
      }
    }
    return popular[0];
  }

  private static long scheduled(long begin, Draw draw) {
    long time =
        draw.chance(0.6)
            ? begin + draw.below(Calendar.REFERENCE - begin)
            : Calendar.REFERENCE
                + draw.skewed((int) (18 * 30 * Calendar.DAY / Calendar.HOUR), 2) * Calendar.HOUR;
    long day = time - time % Calendar.DAY + Calendar.DAY;
    return day + (16 + draw.below(25)) * Calendar.HOUR / 2;
  }

  private static long created(long begin, long scheduled, Draw draw) {
    long latest = Math.min(scheduled, Calendar.REFERENCE) - 1;
    return Math.max(begin, latest - draw.below(45 * Calendar.DAY));
  }
}
