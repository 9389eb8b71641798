package com.veetssuites.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final StringWriter written = new StringWriter();
  private final AtomicLong now = new AtomicLong();

  @Test
  void a_terminal_shows_bar_rate_and_remaining_time_on_one_line() {
    try (var progress = bar(true)) {
      progress.begin("courses", 1000);
      pass(Duration.ofSeconds(2));
      progress.advance(250);

      assertThat(lastDrawn())
          .startsWith("courses")
          .contains("██████░░░░░░░░░░░░░░░░░░")
          .contains("25 %")
          .contains("250 of 1,000")
          .contains("125/s")
          .contains("0:06 left");
      assertThat(written.toString()).doesNotContain("\n");
    }
    assertThat(written.toString()).endsWith(System.lineSeparator());
  }

  @Test
  void a_terminal_is_redrawn_ten_times_a_second_at_most() {
    try (var progress = bar(true)) {
      progress.begin("courses", 1000);
      for (int i = 0; i < 1000; i++) {
        pass(Duration.ofMillis(1));
        progress.advance(1);
      }
    }
    assertThat(written.toString().chars().filter(c -> c == '\r').count()).isLessThanOrEqualTo(12);
  }

  @Test
  void a_shorter_line_leaves_nothing_of_the_longer_one() {
    try (var progress = bar(true)) {
      progress.begin("courses", 1000);
      pass(Duration.ofSeconds(1));
      progress.advance(1000);
      int longer = lastDrawn().length();
      progress.begin("users", 1);
      String text = written.toString();
      String overwritten = text.substring(0, text.indexOf(System.lineSeparator()));
      assertThat(overwritten.substring(overwritten.lastIndexOf('\r') + 1))
          .hasSizeGreaterThanOrEqualTo(longer);
    }
  }

  @Test
  void a_file_gets_one_plain_line_a_step() {
    try (var progress = bar(false)) {
      progress.begin("users", 20);
      progress.advance(20);
      progress.begin("courses", 1000);
      pass(Duration.ofSeconds(2));
      progress.advance(1000);
    }
    assertThat(written.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("users +20 done in 0.0 s"),
            line -> assertThat(line).matches("courses +1,000 done in 2.0 s"));
  }

  @Test
  void a_file_hears_of_a_long_step_every_ten_seconds() {
    try (var progress = bar(false)) {
      progress.begin("courses", 100);
      for (int i = 0; i < 25; i++) {
        pass(Duration.ofSeconds(1));
        progress.advance(1);
      }
    }
    assertThat(written.toString().lines()).hasSize(3).last().asString().contains("25 of 100");
  }

  @Test
  void a_step_of_nothing_is_not_mentioned() {
    try (var progress = bar(false)) {
      progress.begin("users", 0);
      progress.advance(0);
    }
    assertThat(written.toString()).isEmpty();
  }

  private ProgressBar bar(boolean terminal) {
    return new ProgressBar(new PrintWriter(written), terminal, now::get);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private String lastDrawn() {
    String text = written.toString();
    return text.substring(text.lastIndexOf('\r') + 1);
  }
}
