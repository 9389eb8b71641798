package com.veetssuites.platform.cv;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: any text is read in little time, and what comes of it can be stored. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class CvParserTest {

  private static final int LENGTH = 12_000;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final List<String> HEADINGS =
      List.of("", "Experience\n", "Education\n", "Skills\n", "Languages\n", "Contact\n");

  private static final List<String> PIECES =
      List.of(
          "a",
          "A ",
          "a.",
          "1",
          "1 ",
          "12/",
          "2018 - ",
          "2018–2020 ",
          "Jan ",
          "Jan 2020 ",
          "(",
          ")",
          "((a",
          "- ",
          " – ",
          ", ",
          ",a ",
          "\t",
          " | ",
          "@",
          "a@",
          "a@a.",
          "www.",
          "http://a.",
          "a-a.",
          "+1 ",
          "(0) ",
          "Tel. ",
          "at A ",
          "University of A ",
          "GmbH, ",
          "Note: 1,",
          "3 years ",
          "12 months and ",
          "A B ",
          "a b ",
          "• ",
          "●",
          "Bachelor ",
          "und ",
          "Expert ",
          "\u0000",
          "\uD800",
          "😀",
          "é",
          "e\u0301",
          "李",
          "\u202E",
          "von ",
          "A von der ",
          "[at] ",
          "Dr. ",
          "C: ");

  private static CvContent parsed(String text) {
    long began = System.nanoTime();
    CvContent content =
        CvParser.parse(text, text.substring(0, Math.min(500, text.length())), List.of());
    assertThat(Duration.ofNanos(System.nanoTime() - began)).as("%.60s", text).isLessThan(LIMIT);
    String json = JsonMapper.shared().writeValueAsString(content);
    assertThat(json).doesNotContain("\\u0000").hasSizeLessThan(400_000);
    assertThat(json.chars().filter(c -> Character.isSurrogate((char) c)).count() % 2).isZero();
    return content;
  }

  @Test
  void no_piece_that_is_repeated_takes_long() {
    for (String heading : HEADINGS) {
      for (String piece : PIECES) {
        String text = piece.repeat(LENGTH / piece.length());
        parsed(heading + text); // one line
        parsed(heading + text.replaceAll("(.{70})", "$1\n"));
        parsed(heading + text.replaceAll("(.{800})", "$1\n"));
      }
    }
  }

  @Test
  void pieces_in_any_order_take_no_long_time() {
    var random = new Random(3);
    for (int round = 0; round < 30; round++) {
      var text = new StringBuilder();
      int lineLength = 20 + random.nextInt(800);
      int line = 0;
      while (text.length() < 3 * LENGTH) {
        String piece =
            random.nextInt(40) == 0
                ? "\n" + HEADINGS.get(random.nextInt(HEADINGS.size()))
                : PIECES.get(random.nextInt(PIECES.size()));
        text.append(piece);
        line += piece.length();
        if (line > lineLength) {
          text.append('\n');
          line = 0;
        }
      }
      parsed(text.toString());
    }
  }

  @Test
  void nothing_comes_of_nothing() {
    assertThat(CvParser.parse("", null, List.of()))
        .isEqualTo(
            new CvContent(
                null, null, null, null, List.of(), null, List.of(), List.of(), List.of(),
                List.of()));
  }

  @Test
  void a_street_is_no_part_of_the_location_and_messengers_are_no_pages() {
    CvContent content =
        CvParser.parse(
            """
            Ada Lovelace
            Musterstraße 5, 10115 Berlin
            https://wa.me/491711234567
            Fax: +49 30 1111111
            Tel: +49 30 2222222
            """,
            null,
            List.of("mailto:ada@example.org", "https://ada.example.org/", "javascript:alert(1)"));
    assertThat(content.location()).isEqualTo("Berlin");
    assertThat(content.phone()).isEqualTo("+49 30 2222222");
    assertThat(content.email()).isEqualTo("ada@example.org");
    assertThat(content.links()).containsExactly("https://ada.example.org/");
  }
}
