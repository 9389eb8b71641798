package com.veetssuites.platform.cv;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a CV.
 *
 * @param text without the bullet; cells are separated by tabs
 * @param item whether it begins with a bullet
 * @param afterGap whether an empty line is above it
 */
record Line(String text, boolean item, boolean afterGap) {

  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_LINES = 3_000;

  /** Bullets of word processors are often in the private use area of Unicode. */
  private static final Pattern BULLET =
      Pattern.compile(
          "^\\s*(?:[•●▪■□◦○‣⁃∙·►▶➤➢➔→✓✔❖◆★»›\\uF0B7\\uF0A7\\uF0D8\\uF076\\uF0FC]\\s*|[*–—−-]\\s+|o\\s+(?=\\p{Lu}))");

  private static final Pattern NO_CHARACTER = Pattern.compile("[\\p{Cs}\\p{Cc}&&[^\\t]]");

  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u00AD\\u200B-\\u200F\\u202A-\\u202E\\u2060\\uFEFF]");

  /** Icons, which stand before phone numbers and addresses. */
  private static final Pattern ICON =
      Pattern.compile(
          "[\\uE000-\\uF8FF\\uFFFD\\u2600-\\u26FF\\u2700-\\u27BF\\x{1F300}-\\x{1FAFF}]");

  /** "E D U C A T I O N" */
  private static final Pattern SPACED_OUT =
      Pattern.compile("(?<![\\p{L}\\p{N}.])\\p{L}(?: \\p{L}){3,}(?![\\p{L}\\p{N}.])");

  private static final Pattern BEGUN = Pattern.compile("\\d{2}\\s?(?:[-–—]|bis|to|à)$");

  private static final Pattern PAGE_NUMBER =
      Pattern.compile(
          "(?iu)^(?:page|seite|página|pagina|p\\.)?\\s*\\d{1,3}\\s*(?:(?:/|of|von|sur|de)\\s*\\d{1,3})?$");

  static List<Line> of(String text) {
    List<Line> lines = new ArrayList<>();
    boolean gap = true;
    for (String raw : (Iterable<String>) text.lines().limit(MAX_LINES)::iterator) {
      Line line = of(raw, gap);
      if (line.text.isEmpty()) {
        gap = true;
      } else if (!PAGE_NUMBER.matcher(line.text).matches() || line.text.matches("(19|20)\\d\\d")) {
        add(line, lines);
        gap = false;
      }
    }
    return lines;
  }

  /** A period that is wrapped in a narrow column becomes one again. */
  private static void add(Line line, List<Line> lines) {
    String first = line.cells().getFirst();
    Line above = lines.isEmpty() ? null : lines.getLast();
    if (above == null || !BEGUN.matcher(above.cells().getFirst()).find() || !Periods.isEnd(first)) {
      lines.add(line);
      return;
    }
    String begun = above.cells().getFirst();
    String text = begun + " " + first + above.text.substring(begun.length());
    lines.set(lines.size() - 1, new Line(text, above.item, above.afterGap));
    if (line.text.length() > first.length()) {
      lines.add(new Line(line.text.substring(first.length() + 1), false, false));
    }
  }

  private static Line of(String raw, boolean gap) {
    String line = Words.cut(raw, MAX_LENGTH);
    Matcher bullet = BULLET.matcher(line);
    boolean item = bullet.find();
    if (item) {
      line = line.substring(bullet.end());
    }
    return new Line(clean(line), item, gap);
  }

  static String clean(String line) {
    // Neither JSON in a database nor people want control characters and halves of pairs.
    String text = NO_CHARACTER.matcher(line).replaceAll("");
    text = INVISIBLE.matcher(text).replaceAll("");
    text = ICON.matcher(text).replaceAll(" ");
    text = Normalizer.normalize(text, Normalizer.Form.NFKC);
    text = SPACED_OUT.matcher(text).replaceAll(word -> word.group().replace(" ", ""));
    return text.replaceAll("[\\p{Zs}\\x0B\\f\\r]+", " ")
        .replaceAll(" *\\t[\\t ]*", "\t")
        .replaceAll("^[\\t ]+|[\\t ]+$", "");
  }

  /** What stands in its cells. */
  List<String> cells() {
    return List.of(text.split("\t"));
  }

  /** With spaces between the cells. */
  String flat() {
    return text.replace('\t', ' ');
  }

  /** Whether it could be a title or a name rather than a piece of running text. */
  boolean headlike() {
    String flat = flat();
    return !item
        && flat.length() <= 110
        && !(flat.endsWith(".") && flat.chars().filter(c -> c == ' ').count() > 5)
        && !flat.endsWith(",")
        && !flat.endsWith(";")
        && !Character.isLowerCase(flat.codePointAt(0));
  }
}
