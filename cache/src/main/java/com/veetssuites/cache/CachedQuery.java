package com.veetssuites.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The result of a read-only query is cached, by the arguments of the call: under {@code
 * query:Courses:popular:10} for {@code Courses.popular(10)}. It depends on what was read for it, so
 * a write drops it where the database is bridged; everywhere, its time ends it.
 *
 * <p>For methods of Spring beans and of Spring Data repositories. A method that returns an entity,
 * a stream, a promise or nothing fails the start.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CachedQuery {

  /** How long a result is fresh: {@code 30s}, {@code 5m}, {@code 1h}, {@code PT5M}. */
  String timeout() default "5m";

  /**
   * What keys begin with instead of {@code query:Class:method}, such as {@code courses:popular}.
   */
  String key() default "";
}
