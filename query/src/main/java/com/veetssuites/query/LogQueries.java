package com.veetssuites.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method whose statements are counted by themselves, in a scope within that of the request or
 * task, and told in the log.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface LogQueries {

  /** More statements than this are told in the log; by default the threshold of the application. */
  int above() default -1;
}
