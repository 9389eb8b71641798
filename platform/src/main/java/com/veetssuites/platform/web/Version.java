package com.veetssuites.platform.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The version of a resource as clients see it: the {@code ETag} of an answer, the {@code If-Match}
 * of a write (RFC 9110, section 13.1.1).
 */
public final class Version {

  private static final Pattern OURS = Pattern.compile("\"([0-9]{1,19})(?:-[0-9A-Za-z_-]{1,64})?\"");

  private Version() {}

  /**
   * The entity tag of a version, such as {@code "3"} with its quotes. The response cache makes
   * {@code "3-9f86d081884c7d65"} of it, for an answer may change while the version stays: {@link
   * #check} looks at the version alone.
   */
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
      if (version(tag.strip()).equals(Long.toString(current))) {
        return;
      }
    }
    throw new VersionConflict();
  }

  /** What a strong entity tag of ours begins with, and the tag itself when it is none. */
  private static String version(String tag) {
    Matcher parts = OURS.matcher(tag);
    return parts.matches() ? parts.group(1) : tag;
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
