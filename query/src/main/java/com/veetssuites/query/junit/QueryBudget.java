package com.veetssuites.query.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The most statements that a test may run: in its own thread, and in the requests that an
 * application in the same program answers meanwhile. A batch is one statement. What {@code
 * BeforeEach} and {@code AfterEach} methods run does not count.
 *
 * <pre>{@code
 * @Test
 * @QueryBudget(3)
 * void the_list_takes_three_statements() { … }
 * }</pre>
 *
 * <p>On a class it holds for each of its tests, those of nested classes too; on a method it
 * replaces that of the class. Each invocation of a parameterised or repeated test has the whole
 * budget. Tests with such an annotation do not run at the same time as each other; a test without
 * one that sends requests meanwhile would be counted, and is to be isolated. Threads that a test
 * starts itself are not counted.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StatementsOfTests.class)
@ResourceLock(StatementsOfTests.LOCK)
public @interface QueryBudget {

  /** How many, 0 or more. */
  int value();
}
