package com.veetssuites.platform.course;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

/** All live sessions. */
public interface LiveSessions extends CrudRepository<LiveSession, Long> {

  /** The sessions of a course, by date. */
  @Query("select s from LiveSession s where s.course.id = :course order by s.scheduledAt, s.id")
  List<LiveSession> findByCourse(long course);

  /** A session with its course. */
  @Query("select s from LiveSession s join fetch s.course where s.id = :id")
  Optional<LiveSession> findWithCourse(long id);

  /** The session held in a Zoom meeting. */
  Optional<LiveSession> findByZoomMeetingId(String meeting);

  long countByCourseId(long course);
}
