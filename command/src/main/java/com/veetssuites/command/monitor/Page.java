package com.veetssuites.command.monitor;

import com.veetssuites.command.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines for a terminal of 100 columns, with colours where they are seen. */
final class Page {

  static final int WIDTH = 100;

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

  void line(String format, @Nullable Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }

  /** A sentence about something that is wrong. */
  void alarm(String sentence) {
    lines.add(coloured(sentence, true));
  }

  /** Text of any length, broken between words, each line that far in. */
  void paragraph(String text, int indent) {
    StringBuilder line = new StringBuilder();
    for (String word : Output.plain(text).strip().split("\\s+")) {
      for (String part = word; !part.isEmpty(); ) {
        int room = WIDTH - indent - (line.isEmpty() ? 0 : line.length() + 1);
        if (part.length() <= room) {
          line.append(line.isEmpty() ? "" : " ").append(part);
          break;
        }
        if (line.isEmpty()) {
          line.append(part, 0, room);
          part = part.substring(room);
        }
        lines.add(" ".repeat(indent) + line);
        line.setLength(0);
      }
    }
    if (!line.isEmpty()) {
      lines.add(" ".repeat(indent) + line);
    }
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
