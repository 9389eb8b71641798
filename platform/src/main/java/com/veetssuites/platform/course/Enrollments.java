package com.veetssuites.platform.course;

import java.util.Optional;
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

  /** The enrollment of a student in a course, with both. */
  @Query(
      """
      select e from Enrollment e join fetch e.student join fetch e.course
      where e.student.id = :student and e.course.id = :course
      """)
  Optional<Enrollment> find(long student, long course);

  /** The enrollment that a payment is for. */
  Optional<Enrollment> findByPaymentId(String payment);
}
