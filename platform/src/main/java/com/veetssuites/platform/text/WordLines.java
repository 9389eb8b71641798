package com.veetssuites.platform.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Makes lines of the elements of WordprocessingML as they come. A row of a table whose cells hold a
 * line each is one line, with tabs between the cells; other cells are read one after the other.
 */
final class WordLines {

  /** A cell of so many lines is a column of the page rather than a cell. */
  private static final int COLUMN = 6;

  private final Limits limits;
  private final Deque<List<String>> containers = new ArrayDeque<>();
  private final Deque<List<List<String>>> rows = new ArrayDeque<>();
  private final Deque<Paragraph> paragraphs = new ArrayDeque<>();
  private boolean inText;
  private int characters;

  WordLines(Limits limits) {
    this.limits = limits;
    containers.push(new ArrayList<>());
  }

  private static final class Paragraph {
    final StringBuilder text = new StringBuilder();
    boolean item;
    boolean heading;
  }

  List<String> lines() {
    return containers.getLast();
  }

  void start(String element, String value) {
    switch (element) {
      case "p" -> paragraphs.push(new Paragraph());
      case "t" -> inText = true;
      case "tab" -> append("\t");
      case "br", "cr" -> append("\n");
      case "noBreakHyphen" -> append("-");
      case "numId" -> mark(!value.equals("0"), false);
      case "pStyle" -> {
        String style = value.toLowerCase(Locale.ROOT);
        mark(style.contains("bullet"), style.contains("heading") || style.contains("title"));
      }
      case "tr" -> rows.push(new ArrayList<>());
      case "tc" -> containers.push(new ArrayList<>());
      default -> {}
    }
  }

  void end(String element) {
    switch (element) {
      case "t" -> inText = false;
      case "p" -> endParagraph();
      case "tc" -> {
        if (containers.size() > 1 && !rows.isEmpty()) {
          rows.peek().add(containers.pop());
        }
      }
      case "tr" -> {
        if (!rows.isEmpty()) {
          endRow(rows.pop());
        }
      }
      default -> {}
    }
  }

  void characters(char[] source, int start, int length) throws UnreadableDocument {
    if (!inText || paragraphs.isEmpty()) {
      return;
    }
    characters += length;
    if (characters > limits.characters()) {
      throw UnreadableDocument.tooMuchText(limits.characters());
    }
    paragraphs.peek().text.append(source, start, length);
  }

  private void append(String text) {
    // Tab stops are defined outside of runs, by an element of the same name.
    if (!paragraphs.isEmpty() && paragraphs.peek().text.length() < limits.characters()) {
      paragraphs.peek().text.append(text);
    }
  }

  private void mark(boolean item, boolean heading) {
    if (!paragraphs.isEmpty()) {
      paragraphs.peek().item |= item;
      paragraphs.peek().heading |= heading;
    }
  }

  private void endParagraph() {
    if (paragraphs.isEmpty()) {
      return;
    }
    Paragraph paragraph = paragraphs.pop();
    List<String> lines = containers.element();
    String text = paragraph.text.toString().strip();
    if (text.isEmpty() || paragraph.heading) {
      gap(lines);
    }
    if (!text.isEmpty()) {
      String[] parts = text.split("\n", -1);
      for (int i = 0; i < parts.length; i++) {
        lines.add((i == 0 && paragraph.item ? "• " : "") + parts[i].strip());
      }
    }
  }

  private void endRow(List<List<String>> cells) {
    List<String> lines = containers.element();
    List<List<String>> filled =
        cells.stream()
            .map(cell -> cell.stream().filter(line -> !line.isEmpty()).toList())
            .filter(cell -> !cell.isEmpty())
            .toList();
    if (filled.stream().allMatch(cell -> cell.size() == 1)) {
      if (!filled.isEmpty()) {
        lines.add(String.join("\t", filled.stream().map(List::getFirst).toList()));
      }
      return;
    }
    gap(lines);
    for (List<String> cell : cells) {
      lines.addAll(cell);
      if (cell.size() >= COLUMN) {
        gap(lines);
      }
    }
    gap(lines);
  }

  private static void gap(List<String> lines) {
    if (!lines.isEmpty() && !lines.getLast().isEmpty()) {
      lines.add("");
    }
  }
}
