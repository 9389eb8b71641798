package com.veetssuites.documentation.review;

import com.veetssuites.query.FetchPlan;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

/** All reviews. */
interface Reviews extends CrudRepository<Review, Long> {

  /** A review with its course, in one statement. */
  @FetchPlan(join = "course")
  @Query("select r from Review r where r.id = :id")
  Optional<Review> findWithCourse(long id);
}
