package com.veetssuites.response;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all views of an application.
 *
 * @param timeout how long an answer is fresh when its view does not say
 * @param maxBody bytes of the longest body that is kept
 * @param maxWeight bytes of answers in memory, of each view
 * @param joinTimeout how long a request waits for the answer that another one makes
 * @param hostInKey whether answers are kept by scheme, host and port; without that, they must not
 *     contain absolute links
 * @param credentialHeaders request headers that are credentials, besides cookies
 * @param unstoredHeaders response headers that belong to one request, and are not kept
 * @param session whether clients carry the position of their own writes
 * @param positionLifetime how long a client carries it
 * @param servletPath what the dispatcher servlet is mapped to, without its end {@code /*}
 * @param requestMeter the name of the timer of requests
 * @param site the site-wide mode; null for off
 */
public record ResponseSettings(
    Duration timeout,
    int maxBody,
    long maxWeight,
    Duration joinTimeout,
    boolean hostInKey,
    List<String> credentialHeaders,
    List<String> unstoredHeaders,
    boolean session,
    Duration positionLifetime,
    String servletPath,
    String requestMeter,
    @Nullable Site site) {

  /**
   * The site-wide mode: every safe GET is kept.
   *
   * @param timeout how long an answer is fresh
   * @param keyPrefix what all keys begin with
   * @param exclude paths that are left alone, as path patterns
   */
  public record Site(Duration timeout, String keyPrefix, List<String> exclude) {}
}
