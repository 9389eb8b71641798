package com.veetssuites.platform.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a client may ask of a list: goes on a {@link PageRequest} parameter of a handler. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Listing {

  /**
   * Fields that the list can be ordered by, the default first; a leading {@code -} there makes the
   * default descending. Each is the snake_case name of a never-null attribute of the entity.
   */
  String[] orderings();

  /** Whether the list takes {@code ?search=}. */
  boolean search() default false;

  /** Further parameters of the handler that belong in the links to other pages. */
  String[] filters() default {};
}
