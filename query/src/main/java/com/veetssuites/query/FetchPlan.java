package com.veetssuites.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What is read along with the entities that a method reads, whoever runs the query: the method
 * itself, a repository below it, or a session.
 *
 * <pre>{@code
 * @FetchPlan(join = "instructor", batch = {"sessions", "enrollments.student"})
 * List<Course> newest();
 * }</pre>
 *
 * <p>A path names associations from the entity on, with dots between them; every step of it is
 * fetched. The paths are checked when the application starts.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface FetchPlan {

  /**
   * Read by a join in the same statement. A to-many among them is joined where the entity is read
   * by its id, and read by a statement of its own where a query could multiply its rows or cut them
   * off at a limit.
   */
  String[] join() default {};

  /** Read by one statement more, for all entities of a result together. */
  String[] batch() default {};

  /**
   * The entity that the paths begin at. Found by itself where a repository, the result of the
   * method, or the paths tell it.
   */
  Class<?> entity() default void.class;
}
