package com.veetssuites.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A controller whose handlers read a resource with what belongs to it in the fewest statements, and
 * keep the answers, where the response cache is there.
 *
 * <pre>{@code
 * @OptimizedResource(
 *     selectRelated = "instructor",
 *     prefetchRelated = "sessions",
 *     listCacheTimeout = "5m",
 *     detailCacheTimeout = "10m")
 * class CourseController { … }
 * }</pre>
 *
 * <p>A GET handler whose path ends in a variable is of the detail, any other GET handler of a list.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OptimizedResource {

  /** Paths that are read by a join, as {@link FetchPlan#join}. */
  String[] selectRelated() default {};

  /** Paths that are read by one statement more, as {@link FetchPlan#batch}. */
  String[] prefetchRelated() default {};

  /** How long lists are kept, as {@code 5m} or {@code 300s}; not at all when empty. */
  String listCacheTimeout() default "";

  /** How long details are kept, as {@code 10m} or {@code 600s}; not at all when empty. */
  String detailCacheTimeout() default "";

  /** The entity that the paths begin at, as {@link FetchPlan#entity}. */
  Class<?> entity() default void.class;
}
