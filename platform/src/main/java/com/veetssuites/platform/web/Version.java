package com.veetssuites.platform.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The version of a resource as clients see it: the {@code ETag} of an answer, the {@code If-Match}
 * of a write (RFC 9110, section 13.1.1).
 */
public final class Version {

  private Version() {}

  /** The entity tag of a version, such as {@code "3"} with its quotes. */
  public static String tag(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Checks that a write is meant for the current version.
   *
   * @param ifMatch the {@code If-Match} header: one or more entity tags, or {@code *} for any
   *     version
   * @throws VersionRequired when there is no header
   * @throws VersionConflict when no tag is the current one
   */
  public static void check(@Nullable String ifMatch, long current) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new VersionRequired();
    }
    if (ifMatch.strip().equals("*")) {
      return;
    }
    for (String tag : ifMatch.split(",", -1)) {
      if (tag.strip().equals(tag(current))) {
        return;
      }
    }
    throw new VersionConflict();
  }

  /** A write did not say which version it is meant for. */
  public static final class VersionRequired extends Problem {
    VersionRequired() {
      super(
          HttpStatus.PRECONDITION_REQUIRED,
          "Say which version you are changing: read the resource, and send the ETag of that answer in If-Match (or"
              + " If-Match: * to overwrite whatever is there).");
    }
  }
}
