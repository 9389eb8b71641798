package com.veetssuites.platform.course;

import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

/** All courses. */
public interface Courses extends CrudRepository<Course, Long> {

  /** A course with its instructor. */
  @Query("select c from Course c join fetch c.instructor where c.id = :id")
  Optional<Course> findWithInstructor(long id);
}
