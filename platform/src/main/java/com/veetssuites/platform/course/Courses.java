package com.veetssuites.platform.course;

import com.veetssuites.query.FetchPlan;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All courses. */
public interface Courses extends CrudRepository<Course, Long> {

  /** A course with its instructor; alone it is one statement, without a transaction around it. */
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
  @FetchPlan(join = "instructor")
  @Query("select c from Course c where c.id = :id")
  Optional<Course> findWithInstructor(long id);

  /**
   * Locks a course until the end of the transaction, for what may only happen once at a time in it.
   */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select c from Course c where c.id = :id")
  Optional<Course> lock(long id);
}
