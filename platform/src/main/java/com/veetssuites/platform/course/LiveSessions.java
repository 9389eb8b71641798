package com.veetssuites.platform.course;

import com.veetssuites.query.FetchPlan;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All live sessions. */
public interface LiveSessions extends JpaRepository<LiveSession, Long> {

  /**
   * The sessions of a course, by date; alone it is one statement, without a transaction around it.
   */
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
  @Query("select s from LiveSession s where s.courseId = :course order by s.scheduledAt, s.id")
  List<LiveSession> findByCourse(long course);

  /** A session with its course. */
  @FetchPlan(join = "course")
  @Query("select s from LiveSession s where s.id = :id")
  Optional<LiveSession> findWithCourse(long id);

  /**
   * The session held in a Zoom meeting, locked until the end of the transaction, so that what Zoom
   * reports is never refused because an instructor is editing.
   */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  Optional<LiveSession> findByZoomMeetingId(String meeting);

  /** A session, locked until the end of the transaction. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select s from LiveSession s where s.id = :id")
  Optional<LiveSession> lock(long id);

  long countByCourseId(long course);
}
