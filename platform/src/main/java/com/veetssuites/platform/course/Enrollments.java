package com.veetssuites.platform.course;

import com.veetssuites.query.FetchPlan;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

/** All enrollments. */
public interface Enrollments extends CrudRepository<Enrollment, Long> {

  /** Whether the student takes part in the course: enrolled, and paid where it costs. */
  @Query(
      """
      select count(e) > 0 from Enrollment e
      where e.student.id = :student and e.course.id = :course and e.paymentStatus = PaymentStatus.COMPLETED
      """)
  boolean isCompleted(long student, long course);

  /** The enrollment of a student in a course, locked until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select e from Enrollment e where e.student.id = :student and e.course.id = :course")
  Optional<Enrollment> lock(long student, long course);

  /** An enrollment, locked until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select e from Enrollment e where e.id = :id")
  Optional<Enrollment> lock(long id);

  /** An enrollment with its student, its course and the course's instructor. */
  @FetchPlan(join = {"student", "course.instructor"})
  @Query("select e from Enrollment e where e.id = :id")
  Optional<Enrollment> findWithAll(long id);
}
