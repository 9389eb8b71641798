package com.veetssuites.query.hibernate.school;

import com.veetssuites.query.FetchPlan;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

/** All courses. */
public interface Courses extends CrudRepository<Course, Long> {

  @FetchPlan(join = "instructor")
  List<Course> findByTitleStartingWith(String title, Limit limit);

  @Override
  @FetchPlan(join = {"instructor", "sessions"})
  Optional<Course> findById(Long id);

  @FetchPlan(
      join = "instructor",
      batch = {"sessions", "enrollments.student"})
  @Query("select c.title from Course c")
  List<String> titles();
}
