package com.veetssuites.task;

import java.nio.charset.StandardCharsets;

/** Payloads and results as JSON, of a bounded size. */
final class TaskPayloads {

  /** In bytes of UTF-8. */
  static final int MAX_SIZE = 64 * 1024;

  private TaskPayloads() {}

  static String requireSize(String json, String what) {
    // A character is at most three bytes, so most texts need no count.
    if (json.length() * 3L > MAX_SIZE) {
      int size = json.getBytes(StandardCharsets.UTF_8).length;
      if (size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "%s of %,d bytes is too large: at most %,d; store what is large and pass its key."
                .formatted(what, size, MAX_SIZE));
      }
    }
    return json;
  }
}
