package com.veetssuites.benchmarks.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison itself: what is worse fails, with all that is needed to decide what to do. */
class BaselineTest {

  private static final String TEXT =
      """
      # Statements of a request.
      statements.list = 1, exact

      # A ratio.
      time.hit-by-raw = 0.081, +100 %
      bytes.list = 20000, +20 %
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("baseline.properties");
    Files.writeString(file, TEXT);
  }

  private void check(String name, double value) {
    new Baseline(file, false).check(Map.of(name, value));
  }

  @Test
  void what_is_within_its_tolerance_passes() {
    assertThatCode(
            () -> {
              check("statements.list", 1);
              check("time.hit-by-raw", 0.162);
              check("time.hit-by-raw", 0.001);
              check("bytes.list", 24_000);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void a_slow_down_fails_with_baseline_measured_tolerance_and_what_to_do() {
    assertThatThrownBy(() -> check("time.hit-by-raw", 0.164))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "time.hit-by-raw: baseline 0.081, measured 0.164 (+102 %), tolerance +100 %")
        .hasMessageContaining("./mvnw verify -Pperformance -Dperformance.accept=true")
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> check("bytes.list", 24_001)).isInstanceOf(AssertionError.class);
  }

  @Test
  void a_count_is_exact_in_both_directions() {
    assertThatThrownBy(() -> check("statements.list", 2))
        .hasMessageContaining("baseline 1, measured 2 (+100 %), tolerance exact");
    assertThatThrownBy(() -> check("statements.list", 0)).isInstanceOf(AssertionError.class);
  }

  @Test
  void all_bad_figures_are_named_at_once() {
    assertThatThrownBy(() ->
            new Baseline(file, false)
                .check(Map.of("statements.list", 41.0, "bytes.list", 1e6, "new.figure", 0.5)))
        .hasMessageContaining("measured 41")
        .hasMessageContaining("measured 1000000")
        .hasMessageContaining("new.figure: measured 0.500, and the file has no line for it");
  }

  @Test
  void accepting_replaces_values_and_keeps_the_rest() throws IOException {
    new Baseline(file, true)
        .check(Map.of("statements.list", 2.0, "time.hit-by-raw", 0.5, "new.figure", 1.25));

    assertThat(Files.readString(file))
        .isEqualTo(
            TEXT.replace("list = 1,", "list = 2,").replace("0.081", "0.500")
                + "new.figure = 1.25, exact\n");
    check("statements.list", 2);
    check("new.figure", 1.2491);
  }

  @Test
  void a_line_that_is_none_is_refused_with_a_sentence() throws IOException {
    for (String line : new String[] {"a = 1", "a = x, exact", "a = 1, +5%", "a = 1, about"}) {
      Files.writeString(file, line + "\n");
      assertThatThrownBy(() -> check("a", 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has the line \"" + line + "\": ");
    }
  }

  @Test
  void the_committed_file_can_be_read() {
    assertThatCode(() -> Baseline.committed().check(Map.of())).doesNotThrowAnyException();
  }
}
