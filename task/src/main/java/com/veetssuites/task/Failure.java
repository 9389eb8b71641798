package com.veetssuites.task;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a try failed, as it is kept with the task.
 *
 * @param error for people
 * @param trace where; null when the handler said why itself
 */
record Failure(int attempt, Instant at, String error, @Nullable String trace) {

  private static final int MAX_ERROR = 2_000;
  private static final int MAX_TRACE = 4_000;
  private static final int MAX_FRAMES = 15;

  static Failure of(int attempt, Instant at, Throwable thrown) {
    try {
      return described(attempt, at, thrown);
    } catch (RuntimeException | StackOverflowError e) {
      String said =
          "%s, of which the message cannot be read: %s"
              .formatted(thrown.getClass().getName(), e.getClass().getName());
      return told(attempt, at, said);
    }
  }

  private static Failure described(int attempt, Instant at, Throwable thrown) {
    if (thrown instanceof PermanentFailure permanent && permanent.getMessage() != null) {
      return told(attempt, at, permanent.getMessage());
    }
    var trace = new StringBuilder();
    Throwable each = thrown;
    for (int depth = 0; each != null && depth < 5; depth++, each = each.getCause()) {
      trace.append(depth == 0 ? "" : "caused by ").append(each).append('\n');
      StackTraceElement[] frames = each.getStackTrace();
      for (int i = 0; i < Math.min(MAX_FRAMES, frames.length); i++) {
        trace.append("  at ").append(frames[i]).append('\n');
      }
    }
    String message = thrown.getMessage();
    String error =
        message == null || message.isBlank()
            ? thrown.getClass().getSimpleName()
            : thrown.getClass().getSimpleName() + ": " + message;
    return new Failure(attempt, at, kept(error, MAX_ERROR), kept(trace.toString(), MAX_TRACE));
  }

  static Failure told(int attempt, Instant at, String error) {
    return new Failure(attempt, at, kept(error, MAX_ERROR), null);
  }

  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("attempt", attempt);
    fields.put("at", at.toString());
    fields.put("error", error);
    if (trace != null) {
      fields.put("trace", trace);
    }
    return TaskPayloads.write(fields, "A failure");
  }

  /** What the database can keep: no NUL, no half of a pair, no more than so much. */
  static String kept(String text, int most) {
    var kept = new StringBuilder(Math.min(most, text.length()));
    text.codePoints()
        .filter(each ->
            each != 0 && !(each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE))
        .limit(most)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
