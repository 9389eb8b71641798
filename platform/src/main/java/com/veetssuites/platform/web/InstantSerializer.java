package com.veetssuites.platform.web;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes times as {@link Instant#toString()} does, without the general formatter: a page of courses
 * has forty of them, and the formatter would cost more than the rest of the page's JSON.
 */
final class InstantSerializer extends StdSerializer<Instant> {

  InstantSerializer() {
    super(Instant.class);
  }

  @Override
  public void serialize(Instant value, JsonGenerator json, SerializationContext context) {
    json.writeString(text(value));
  }

  static String text(Instant value) {
    int nanos = value.getNano();
    LocalDateTime time = LocalDateTime.ofEpochSecond(value.getEpochSecond(), nanos, ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999 || nanos % 1_000 != 0) {
      return value.toString();
    }
    char[] text = "0000-00-00T00:00:00.000000Z".toCharArray();
    digits(text, 3, time.getYear());
    digits(text, 6, time.getMonthValue());
    digits(text, 9, time.getDayOfMonth());
    digits(text, 12, time.getHour());
    digits(text, 15, time.getMinute());
    digits(text, 18, time.getSecond());
    digits(text, 25, nanos / 1_000);
    // As many groups of three decimals as there are, like the general formatter.
    int length = nanos == 0 ? 20 : nanos % 1_000_000 == 0 ? 24 : 27;
    text[length - 1] = 'Z';
    return new String(text, 0, length);
  }

  private static void digits(char[] text, int last, int number) {
    int rest = number;
    for (int i = last; rest > 0; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
