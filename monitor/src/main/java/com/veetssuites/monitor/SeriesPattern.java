package com.veetssuites.monitor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of series: {@code *} stands for anything but a slash, {@code **} for anything, {@code /**}
 * at the end also for nothing.
 */
public record SeriesPattern(String text) {

  private static final int LONGEST = 300;
  private static final int MOST_STARS = 6;

  private static final Pattern STARS = Pattern.compile("/\\*\\*$|\\*+");

  public static final SeriesPattern ALL = new SeriesPattern("**");

  /**
   * @throws InvalidAlerts when it is empty or too long
   */
  public SeriesPattern {
    if (text.isBlank()
        || text.length() > LONGEST
        || STARS.matcher(text).results().count() > MOST_STARS) {
      throw new InvalidAlerts(
          "\"%s\" is no pattern of names; one has up to %d characters and up to %d stars, such as GET /api/analytics/**."
              .formatted(text.substring(0, Math.min(text.length(), 60)), LONGEST, MOST_STARS));
    }
  }

  boolean matches(String name) {
    return this.equals(ALL) || compiled().matcher(name).matches();
  }

  private Pattern compiled() {
    var pattern = new StringBuilder();
    Matcher stars = STARS.matcher(text);
    int end = 0;
    while (stars.find()) {
      pattern.append(Pattern.quote(text.substring(end, stars.start())));
      pattern.append(
          switch (stars.group()) {
            case "/**" -> "(/.*)?";
            case "*" -> "[^/]*";
            default -> ".*";
          });
      end = stars.end();
    }
    return Pattern.compile(pattern.append(Pattern.quote(text.substring(end))).toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
