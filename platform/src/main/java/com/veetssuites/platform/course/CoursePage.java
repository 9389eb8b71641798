package com.veetssuites.platform.course;

import java.util.List;

/**
 * All that the page of a course shows, the same for everybody: who may see what of it is decided
 * for each viewer.
 *
 * @param version for {@code If-Match}
 * @param sessions with the links that only participants may see
 */
record CoursePage(CourseSummary course, long version, List<SessionSummary> sessions) {

  CourseDetail forParticipant() {
    return new CourseDetail(course, sessions);
  }

  CourseDetail forVisitor() {
    return new CourseDetail(course, sessions.stream().map(SessionSummary::withoutJoinUrl).toList());
  }
}
