package com.veetssuites.response;

import java.util.regex.Pattern;

/** Entity tags in requests (RFC 9110, 8.8.3). */
final class EntityTags {

  /** Between the validator of the handler and the hash of the bytes. */
  static final String MARK = "-";

  private static final Pattern OURS =
      Pattern.compile("(\"[^\"]+)" + MARK + "[A-Za-z0-9_-]{16}(-gz)?\"");

  private EntityTags() {}

  /** Whether this tag is among those of an {@code If-None-Match}, by weak comparison. */
  static boolean listed(String ifNoneMatch, String etag) {
    if (ifNoneMatch.equals(etag) || ifNoneMatch.equals("*")) {
      return true;
    }
    int at = ifNoneMatch.indexOf(etag);
    while (at >= 0) {
      // Inside a longer tag there would be no quotes: a tag contains none.
      int before = at;
      if (before >= 2 && ifNoneMatch.startsWith("W/", before - 2)) {
        before -= 2;
      }
      boolean begins = before == 0 || " ,\t".indexOf(ifNoneMatch.charAt(before - 1)) >= 0;
      int end = at + etag.length();
      boolean ends = end == ifNoneMatch.length() || " ,\t".indexOf(ifNoneMatch.charAt(end)) >= 0;
      if (begins && ends) {
        return true;
      }
      at = ifNoneMatch.indexOf(etag, at + 1);
    }
    return false;
  }

  /** Tags that this cache has sent, turned back into those of the handlers that made them. */
  static String handlers(String tags) {
    return OURS.matcher(tags).replaceAll("$1\"");
  }
}
