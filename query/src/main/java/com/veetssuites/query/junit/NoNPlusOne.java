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
 * A test that fails when statements run one by one where a single one would do: in its own thread,
 * or in the requests and tasks of an application in the same program that begin meanwhile. The
 * failure names the association, the place and the fix.
 *
 * <p>On a class it holds for each of its tests; on a method it replaces that of the class. What the
 * baseline of the application accepts is no failure. For parallel tests see {@link QueryBudget}.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StatementsOfTests.class)
@ResourceLock(StatementsOfTests.LOCK)
public @interface NoNPlusOne {

  /** False for a test of a class that is not to be looked at. */
  boolean value() default true;
}
