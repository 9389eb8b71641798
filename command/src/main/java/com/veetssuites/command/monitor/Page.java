package com.veetssuites.command.monitor;

import com.veetssuites.command.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines for a terminal of 100 columns, with colours where they are seen. */
final class Page {

  static final int WIDTH = 100;

  private static final String ESCAPE = "\u001b";
  private static final Pattern COLOUR = Pattern.compile(ESCAPE + "\\[\\d+m");
  private static final String GAP = "  ";
  private static final int LEAST = 12;

  private final boolean colours;
  private final List<String> lines = new ArrayList<>();

  Page(boolean colours) {
    this.colours = colours;
  }

  List<String> lines() {
    return lines;
  }

  /** What this and all after it, until the next one, is about. */
  void title(String title) {
    gap();
    lines.add(colours ? "\u001b[1m" + title + "\u001b[22m" : title);
  }

  /** An empty line, but for the first. */
  void gap() {
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  /** A sentence, on further lines when there is no room for it on one. */
  void line(String format, @Nullable Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    if (width(line) <= WIDTH) {
      lines.add(line);
    } else {
      wrap(line, 0);
    }
  }

  /** A sentence about something that is wrong. */
  void alarm(String sentence) {
    wrap(coloured(Output.plain(sentence), true), 0);
  }

  /** Text of any length, broken between words, each line that far in. */
  void paragraph(String text, int indent) {
    wrap(Output.plain(text).strip(), indent);
  }

  private void wrap(String text, int indent) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split("\\s+")) {
      String part = word;
      if (!line.isEmpty() && width(line) + 1 + width(part) > WIDTH - indent) {
        lines.add(" ".repeat(indent) + line);
        line.setLength(0);
      }
      while (part.length() > WIDTH - indent && !part.contains(ESCAPE)) {
        lines.add(" ".repeat(indent) + part.substring(0, WIDTH - indent));
        part = part.substring(WIDTH - indent);
      }
      line.append(line.isEmpty() ? "" : " ").append(part);
    }
    lines.add(" ".repeat(indent) + line);
  }

  /** As it is seen: colours take no room. */
  private static int width(CharSequence text) {
    return COLOUR.matcher(text).replaceAll("").length();
  }

  /**
   * A table. The first column is text, and is cut where there is no room for it; the others are
   * figures and end where their column ends.
   */
  void table(List<String> head, List<List<Figure>> rows) {
    int[] widths = new int[head.size()];
    int others = 0;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = head.get(i).length();
      for (List<Figure> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).text().length());
      }
      others += i == 0 ? 0 : widths[i] + GAP.length();
    }
    widths[0] = Math.min(widths[0], Math.max(LEAST, WIDTH - others));
    lines.add(row(head.stream().map(Figure::text).toList(), widths));
    rows.forEach(row -> lines.add(row(row, widths)));
  }

  private String row(List<Figure> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String text = cut(row.get(i).text(), widths[i]);
      String padding = " ".repeat(Math.max(0, widths[i] - text.length()));
      String cell = coloured(text, row.get(i).alarming());
      line.append(i == 0 ? cell + padding : GAP + padding + cell);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  String coloured(String text, boolean alarming) {
    return alarming && colours ? "\u001b[31m" + text + "\u001b[39m" : text;
  }

  String coloured(Figure figure) {
    return coloured(figure.text(), figure.alarming());
  }
}
