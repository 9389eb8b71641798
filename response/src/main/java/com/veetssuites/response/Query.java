package com.veetssuites.response;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The query parameters that count, by name; the values of each in the order of the request. */
record Query(SortedMap<String, List<String>> values) {

  private static final Query EMPTY = new Query(new TreeMap<>());

  /** Null when the query is not the UTF-8 that it has to be. */
  static @Nullable Query parse(@Nullable String raw, Predicate<String> counts) {
    if (raw == null || raw.isEmpty()) {
      return EMPTY;
    }
    SortedMap<String, List<String>> values = new TreeMap<>();
    for (int from = 0; from <= raw.length(); ) {
      int to = raw.indexOf('&', from);
      int end = to < 0 ? raw.length() : to;
      int equals = raw.indexOf('=', from);
      if (end > from) {
        boolean valued = equals >= 0 && equals < end;
        String name = decode(raw.substring(from, valued ? equals : end));
        String value = valued ? decode(raw.substring(equals + 1, end)) : "";
        if (name == null || value == null) {
          return null;
        }
        if (counts.test(name)) {
          values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
        }
      }
      from = end + 1;
    }
    return new Query(values);
  }

  /** The same for every request with these parameters; null when there are none. */
  @Nullable String canonical() {
    if (values.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
      for (String value : parameter.getValue()) {
        text.append(text.isEmpty() ? "" : "&")
            .append(URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8))
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private static @Nullable String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0 && ascii(text)) {
      return text;
    }
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c < 0x80) {
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
      } else {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
