package com.veetssuites.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command says: its result on standard output, as text or as one JSON document, and what it
 * is doing on standard error.
 *
 * @param colours whether somebody sees them
 */
public record Output(PrintWriter out, PrintWriter err, boolean colours, boolean json) {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Where this command writes to. */
  public static Output of(CommandLine command, boolean json) {
    return new Output(
        command.getOut(), command.getErr(), command.getColorScheme().ansi().enabled(), json);
  }

  /** A line of the result, for people. */
  public void line(String format, @Nullable Object... values) {
    if (!json) {
      out.println(String.format(Locale.ROOT, format, values));
      out.flush();
    }
  }

  /** What is going on. */
  public void note(String format, @Nullable Object... values) {
    err.println(String.format(Locale.ROOT, format, values));
    err.flush();
  }

  /** What is wrong: a sentence, in red where colours are seen. */
  public void complain(String sentence) {
    err.println(colours ? "\u001b[31m" + sentence + "\u001b[39m" : sentence);
    err.flush();
  }

  /** The whole result, for programs. */
  public void document(Object value) {
    if (json) {
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
      out.flush();
    }
  }

  /**
   * A table, for people; the first row is its head. Columns are as wide as they must be, numbers
   * end where their column ends.
   */
  public void table(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = row.get(i).length();
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        String padding = " ".repeat(widths.get(i) - cell.length());
        boolean number = rows.size() > 1 && rows.get(1).get(i).matches("[-+0-9.,]+( [a-zA-Z%]+)?");
        line.append(number ? padding + cell : cell + padding).append("  ");
      }
      line("%s", line.toString().stripTrailing());
    }
  }

  /** A text from elsewhere, without anything that steers a terminal. */
  public static String plain(@Nullable String text) {
    return String.valueOf(text).replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", " ");
  }

  /** A size for people: {@code 8.0 kB}. */
  public static String bytes(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }

  /** A time for people: {@code 1.5 s}. */
  public static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
  }
}
