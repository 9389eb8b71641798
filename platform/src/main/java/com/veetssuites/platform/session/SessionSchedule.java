package com.veetssuites.platform.session;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.course.Course;
import com.veetssuites.platform.course.CourseAccess;
import com.veetssuites.platform.course.CourseNotFound;
import com.veetssuites.platform.course.Courses;
import com.veetssuites.platform.course.LiveSession;
import com.veetssuites.platform.course.LiveSessions;
import com.veetssuites.platform.storage.FileStore;
import com.veetssuites.platform.web.Problem;
import com.veetssuites.platform.web.Version;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The sessions of the courses: who sees them, and their planning by instructors. */
@Service
class SessionSchedule {

  static final int MAX_SESSIONS = 500;

  private final LiveSessions sessions;
  private final Courses courses;
  private final CourseAccess access;
  private final FileStore files;
  private final Clock clock;

  SessionSchedule(
      LiveSessions sessions, Courses courses, CourseAccess access, FileStore files, Clock clock) {
    this.sessions = sessions;
    this.courses = courses;
    this.access = access;
    this.files = files;
    this.clock = clock;
  }

  /** A session with whether the viewer takes part in its course. */
  record Seen(LiveSession session, boolean participant) {}

  @Transactional(readOnly = true)
  Seen find(long id, Viewer viewer) {
    LiveSession session = sessions.findWithCourse(id).orElseThrow(() -> new SessionNotFound(id));
    try {
      Course course = access.visible(session.course().id(), viewer);
      return new Seen(session, access.isParticipant(course, viewer));
    } catch (CourseNotFound e) {
      throw new SessionNotFound(id);
    }
  }

  @Transactional
  LiveSession create(long courseId, SessionForm form, Viewer viewer) {
    access.owned(courseId, viewer);
    // One at a time, so that two requests cannot both take the last place.
    Course course = courses.lock(courseId).orElseThrow(() -> new CourseNotFound(courseId));
    if (sessions.countByCourseId(courseId) >= MAX_SESSIONS) {
      throw new TooManySessions(courseId);
    }
    var session =
        new LiveSession(
            course,
            form.title(),
            form.scheduledAt(),
            form.zoomMeetingId(),
            form.zoomJoinUrl(),
            clock.instant());
    try {
      return sessions.save(session);
    } catch (DataIntegrityViolationException e) {
      throw new MeetingTaken();
    }
  }

  /** Changes the version of the session that the client has read. */
  @Transactional
  LiveSession change(
      long id, Viewer viewer, @Nullable String ifMatch, UnaryOperator<SessionForm> edit) {
    LiveSession session = owned(id, viewer);
    Version.check(ifMatch, session.version());
    SessionForm current = SessionForm.of(session);
    SessionForm form = edit.apply(current);
    if (form.equals(current)) {
      return session;
    }
    session.change(form.title(), form.scheduledAt(), form.zoomMeetingId(), form.zoomJoinUrl());
    try {
      return sessions.saveAndFlush(session);
    } catch (DataIntegrityViolationException e) {
      throw new MeetingTaken();
    }
  }

  /** Deletes the session and the recording that was kept of it. */
  @Transactional
  void delete(long id, Viewer viewer, @Nullable String ifMatch) {
    LiveSession session = owned(id, viewer);
    Version.check(ifMatch, session.version());
    sessions.delete(session);
    if (session.recordingKey() != null) {
      files.deleteAfterCommit(session.recordingKey());
    }
  }

  private LiveSession owned(long id, Viewer viewer) {
    LiveSession session = sessions.findWithCourse(id).orElseThrow(() -> new SessionNotFound(id));
    try {
      access.owned(session.course().id(), viewer);
      return session;
    } catch (CourseNotFound e) {
      throw new SessionNotFound(id);
    }
  }

  /** The course has as many sessions as a course may have. */
  static final class TooManySessions extends Problem {
    TooManySessions(long course) {
      super(
          HttpStatus.CONFLICT,
          "Course %d has %d sessions already, which is the most a course may have. Delete one first."
              .formatted(course, MAX_SESSIONS));
    }
  }

  /** Another session is held in that Zoom meeting. */
  static final class MeetingTaken extends Problem {
    MeetingTaken() {
      super(
          HttpStatus.CONFLICT,
          "Another session is held in this Zoom meeting already; its recordings could not be told apart.",
          List.of(new FieldError("zoom_meeting_id", "is taken")));
    }
  }
}
