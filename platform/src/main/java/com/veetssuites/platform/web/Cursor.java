package com.veetssuites.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * A place in an ordered list: the row that the page begins after (or, backwards, ends before).
 *
 * <p>Opaque to clients. It holds nothing but what the row itself showed, so it needs no signature;
 * what a client makes up is checked like any other parameter.
 *
 * @param ordering the order that the place is in
 * @param backwards whether the page lies before the row
 * @param value the row's value of the ordering field, as text
 * @param id the row's id
 */
record Cursor(Ordering ordering, boolean backwards, String value, long id) {

  private static final int MAX_LENGTH = 2_000;

  String encode() {
    String text = String.join("\n", ordering.toString(), backwards ? "b" : "f", "" + id, value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  static Cursor decode(String text) {
    try {
      if (text.length() <= MAX_LENGTH) {
        String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split("\n", 4);
        if (parts.length == 4 && (parts[1].equals("b") || parts[1].equals("f"))) {
          return new Cursor(
              Ordering.parse(parts[0]), parts[1].equals("b"), parts[3], Long.parseLong(parts[2]));
        }
      }
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    throw invalid();
  }

  static InvalidRequest invalid() {
    return new InvalidRequest(
        "cursor", "must be empty for the first page, or taken from a next or previous link");
  }
}
