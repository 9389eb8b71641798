package com.veetssuites.platform.recording;

import com.veetssuites.platform.download.Download;
import com.veetssuites.task.PermanentFailure;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/** What the answers of a server mean for a recording: good, bad for now, or bad for good. */
final class Answers {

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int SERVER_ERROR = 500;

  /**
   * Errors of the client that the same request may not meet again: time-out, too early, too many.
   */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  private Answers() {}

  /**
   * @throws PermanentFailure when asking again is useless
   * @throws IOException when it may help
   */
  static void requireSuccess(Download answer) throws IOException {
    int status = answer.status();
    if (status == OK || status == PARTIAL) {
      return;
    }
    if (status >= SERVER_ERROR || PASSING.contains(status)) {
      throw new IOException("The server of the recording answers with status " + status + ".");
    }
    throw new PermanentFailure(
        switch (status) {
          case 401, 403 ->
              "The server does not let us have the recording (status %d): the download token is missing or has expired."
                  .formatted(status);
          case 404, 410 ->
              "The server does not have the recording any more (status %d).".formatted(status);
          default -> "The server refuses the recording (status %d).".formatted(status);
        });
  }

  /**
   * Size of the recording in an answer that is to be the whole of it; -1 when it is not told.
   *
   * @throws PermanentFailure when it is no recording, or too large
   */
  static long requireWhole(Download answer, DataSize most) throws IOException {
    if (answer.status() != OK) {
      throw new IOException("The server sends a part of the recording when asked for all of it.");
    }
    String type = answer.header("Content-Type").orElse("");
    if (!Mp4.isPromisedBy(type)) {
      throw new PermanentFailure(
          "The server sends %s instead of an MP4 recording; a page to log in is sent when the download token is missing or has expired."
              .formatted(type.replaceAll("[^\\x20-\\x7e]", "?")));
    }
    if (answer.header("Content-Encoding").filter(way -> !way.equals("identity")).isPresent()) {
      throw new PermanentFailure("The server sends the recording encoded, though not asked to.");
    }
    if (!answer.endIsMarked()) {
      throw new PermanentFailure(
          "The server does not tell where the recording ends, so nobody could tell whether it is complete.");
    }
    if (answer.contentLength() > most.toBytes()) {
      throw tooLarge(most);
    }
    return answer.contentLength();
  }

  /** Whether a partial answer is all that follows these bytes. */
  static boolean isRest(Download answer, long from, long total) {
    Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != from) {
      return false;
    }
    String size = range.group(3);
    long last = Long.parseLong(range.group(2));
    boolean sameSize = size.equals("*") || total < 0 || Long.parseLong(size) == total;
    boolean toTheEnd =
        total >= 0 ? last == total - 1 : !size.equals("*") && last == Long.parseLong(size) - 1;
    return sameSize && toTheEnd && answer.endIsMarked();
  }

  static PermanentFailure tooLarge(DataSize most) {
    return new PermanentFailure(
        "The recording is larger than %d MB, the most that is fetched (veets.recordings.max-size)."
            .formatted(most.toMegabytes()));
  }
}
