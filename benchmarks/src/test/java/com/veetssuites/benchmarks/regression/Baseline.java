package com.veetssuites.benchmarks.regression;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The committed figures: a file of lines like {@code statements.list = 1, exact} and {@code
 * time.list-hit-by-raw = 0.081, +100 %}, with comments between them.
 */
final class Baseline {

  private static final String ACCEPT = "performance.accept";

  private final Path file;
  private final boolean accept;

  private record Line(double value, Tolerance tolerance) {}

  Baseline(Path file, boolean accept) {
    this.file = file;
    this.accept = accept;
  }

  /** The file of this module. */
  static Baseline committed() {
    return new Baseline(
        Path.of(
            System.getProperty("basedir", "."),
            "src/test/resources/performance-baseline.properties"),
        Boolean.getBoolean(ACCEPT));
  }

  /**
   * Compares figures with the file, or writes them to it where that is asked for.
   *
   * @throws AssertionError that names each figure that is too bad, and what to do
   */
  void check(Map<String, Double> measured) {
    Map<String, Line> lines = read();
    List<String> complaints = new ArrayList<>();
    measured.forEach((name, value) -> {
      Line line = lines.get(name);
      String shown = number(value);
      if (line == null) {
        System.out.printf("%s: %s%n", name, shown);
        complaints.add(
            "%s: measured %s, and the file has no line for it; add \"%s = %s, exact\", or another tolerance."
                .formatted(name, shown, name, shown));
        return;
      }
      String comparison =
          "%s: baseline %s, measured %s (%s), tolerance %s"
              .formatted(
                  name, number(line.value()), shown, change(line.value(), value), line.tolerance());
      System.out.println(comparison);
      // What will stand in the file is compared, so that an accepted figure is the same as itself.
      if (!line.tolerance().allows(line.value(), Double.parseDouble(shown))) {
        complaints.add(comparison);
      }
    });
    if (accept) {
      write(measured, lines);
    } else if (!complaints.isEmpty()) {
      throw new AssertionError(
          """
          Figures beyond their tolerance (less is better):
            %s
          If that is meant, accept it and say why in the commit:
            ./mvnw verify -Pperformance -D%s=true      writes what was measured to %s\
          """
              .formatted(String.join("\n  ", complaints), ACCEPT, file));
    }
  }

  private static String change(double baseline, double measured) {
    return baseline == 0
        ? "from nothing"
        : String.format(Locale.ROOT, "%+.0f %%", (measured / baseline - 1) * 100);
  }

  /** Whole numbers as they are, ratios with three significant digits. */
  static String number(double value) {
    if (value >= 100 || value == Math.rint(value)) {
      return String.valueOf(Math.round(value));
    }
    return String.format(Locale.ROOT, value < 1 ? "%.3f" : "%.2f", value);
  }

  private Map<String, Line> read() {
    Map<String, Line> lines = new LinkedHashMap<>();
    for (String text : text()) {
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      String[] parts = text.split(" = |, ", 3);
      try {
        if (parts.length < 3
            || lines.put(parts[0], new Line(Double.parseDouble(parts[1]), Tolerance.of(parts[2])))
                != null) {
          throw new IllegalArgumentException(
              "it stands there twice, or is not \"name = 1, exact\".");
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s has the line \"%s\": %s".formatted(file, text, e.getMessage()), e);
      }
    }
    return lines;
  }

  private void write(Map<String, Double> measured, Map<String, Line> lines) {
    List<String> text = new ArrayList<>();
    for (String line : text()) {
      String name = line.split(" = ", 2)[0];
      Double value = measured.get(name);
      text.add(
          value == null || !lines.containsKey(name)
              ? line
              : "%s = %s, %s"
                  .formatted(
                      name, number(value), Objects.requireNonNull(lines.get(name)).tolerance()));
    }
    measured.forEach((name, value) -> {
      if (!lines.containsKey(name)) {
        text.add("%s = %s, exact".formatted(name, number(value)));
      }
    });
    try {
      Files.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("The baseline cannot be written to " + file, e);
    }
  }

  private List<String> text() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The baseline cannot be read from " + file, e);
    }
  }
}
