package com.veetssuites.response;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A view whose answers are kept, ready to send: on a GET handler, or on a controller for all GET
 * handlers of it. What an answer was made of drops it, as far as the cache below can see that.
 *
 * <p>An answer to a request with credentials is kept for that principal alone, unless {@link
 * #shared} says that everybody gets the same one. The annotation is checked when the application
 * starts: what cannot work fails the start with one sentence.
 *
 * <p>Durations are written {@code 300}, {@code 300s}, {@code 5m}, {@code 2h}, {@code 250ms} or
 * {@code PT5M}; a plain number is of seconds.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CachedView {

  /** How long an answer is fresh; by default as long as {@code veets.response.timeout} says. */
  String timeout() default "";

  /**
   * Request headers by whose values answers differ. {@code Authorization} stands for: by principal,
   * which is what happens anyway unless the view is shared.
   */
  String[] varyOn() default {};

  /**
   * The key of an answer, its segments separated by colons: {@code courses:detail:{id}}. It names
   * every path variable; <code>{viewer}</code> is the principal. The default is made of the route.
   */
  String key() default "";

  /**
   * Query parameters that the answer depends on, besides those that the handler declares by {@code
   * RequestParam} and those that {@link ViewParameters} tells. Handlers never see any other while
   * an answer is made that is going to be kept.
   */
  String[] params() default {};

  /** How long after its time an answer is still served while one caller makes it anew. */
  String staleWhileRevalidate() default "0s";

  /**
   * How long after its time an answer is served when the application fails: throws, or answers 5xx.
   * One that was invalidated is never served.
   */
  String staleIfError() default "0s";

  /** How long proxies may keep an anonymous answer; empty for not at all. */
  String sharedMaxAge() default "";

  /**
   * Whether one answer is for everybody whose credentials are good, whoever that is: no further
   * permission may be needed to read it. Requests without credentials have an answer of their own,
   * for the application may refuse those.
   */
  boolean shared() default false;

  /**
   * Whether {@code Cache-Control: no-cache} or {@code no-store} of a client passes the cache by.
   */
  boolean allowNoCache() default false;

  /** The statuses that are kept. */
  int[] statuses() default {200};
}
