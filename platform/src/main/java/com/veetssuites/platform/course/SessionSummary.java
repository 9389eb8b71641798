package com.veetssuites.platform.course;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session of a course.
 *
 * @param zoomJoinUrl null for those who do not take part
 */
public record SessionSummary(
    long id,
    long course,
    String title,
    Instant scheduledAt,
    @Nullable String zoomJoinUrl,
    RecordingStatus recordingStatus,
    Instant createdAt) {

  SessionSummary withoutJoinUrl() {
    return new SessionSummary(id, course, title, scheduledAt, null, recordingStatus, createdAt);
  }

  /**
   * The summary of a session.
   *
   * @param participant whether it is for somebody who takes part
   */
  public static SessionSummary of(LiveSession session, boolean participant) {
    return new SessionSummary(
        session.id(),
        session.courseId(),
        session.title(),
        session.scheduledAt(),
        participant ? session.zoomJoinUrl() : null,
        session.recordingStatus(),
        session.createdAt());
  }
}
