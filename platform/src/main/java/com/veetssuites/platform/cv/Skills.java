package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lists of skills: between commas, in cells, one a line, by kind, with or without levels. */
final class Skills {

  private static final int MAX_SKILLS = 100;
  private static final int MAX_LENGTH = 60;
  private static final int MAX_WORDS = 6;
  private static final int WRAPPED = 45;
  private static final int MAX_LIST = 2_000;

  private static final String LEVELS =
      "(?:expert|advanced|intermediate|basic|basics|beginner|proficient|fluent|native|excellent|good|very"
          + " good|strong|familiar|experte|fortgeschritten|grundkenntnisse|sehr"
          + " gut|gut|verhandlungssicher|sehr gute kenntnisse|gute"
          + " kenntnisse|basiskenntnisse|avancé|intermédiaire|débutant|courant|bon"
          + " niveau|notions|maîtrise|avanzado|intermedio|básico|experto|medio|nivel"
          + " alto|\\d{1,3}\\s?%|\\d{1,2}\\+?\\s?(?:years?|yrs?|jahre?|ans|años)(?: of"
          + " experience)?|\\d\\s?/\\s?\\d{1,2})";

  private static final Pattern LEVEL_BEHIND =
      Pattern.compile("(?iu)\\s*(?:[:–—(-]\\s*|\\s)" + LEVELS + "\\s*\\)?$|[\\s●○◐★☆■□▪▫•·*]+$");

  private static final Pattern ONLY_LEVEL = Pattern.compile("(?iu)" + LEVELS);
  private static final Pattern LABEL = Pattern.compile("^([^:,;]{2,40}):\\s*(.*)$");
  private static final Pattern LAST =
      Pattern.compile("(?:^|\\s)(?:and|und|et|y|e|sowie|as well as)\\s+", Pattern.CASE_INSENSITIVE);

  private final Map<String, String> found = new LinkedHashMap<>();

  private Skills() {}

  static List<String> of(List<Line> lines) {
    var skills = new Skills();
    for (String text : unwrapped(lines)) {
      skills.addList(text);
    }
    return skills.found.values().stream().limit(MAX_SKILLS).toList();
  }

  /** Lists that go on in the next line are put together. */
  private static List<String> unwrapped(List<Line> lines) {
    List<String> texts = new ArrayList<>();
    Line previous = null;
    for (Line line : lines) {
      boolean goesOn =
          previous != null
              && !line.item()
              && !line.afterGap()
              && !LABEL.matcher(line.text()).matches()
              && !line.text().contains("\t")
              && texts.getLast().length() < MAX_LIST
              && (previous.text().endsWith(",")
                  || previous.text().endsWith("/")
                  || previous.text().endsWith("&")
                  || (previous.text().contains(",") && previous.text().length() >= WRAPPED)
                  || unclosed(previous.text()));
      if (goesOn) {
        texts.add(texts.removeLast() + " " + line.text());
      } else {
        texts.add(line.text());
      }
      previous = line;
    }
    return texts;
  }

  private static boolean unclosed(String text) {
    return text.lastIndexOf('(') > text.lastIndexOf(')');
  }

  private void addList(String text) {
    Matcher label = LABEL.matcher(text.replace('\t', ' '));
    if (label.matches()) {
      String rest = label.group(2).strip();
      if (rest.isEmpty()) {
        return; // the kind of what follows
      }
      if (ONLY_LEVEL.matcher(rest).matches()) {
        add(label.group(1));
        return;
      }
      text = rest;
    }
    List<String> pieces = pieces(text);
    // A kind in a cell of its own: "Databases <tab> PostgreSQL, Redis"
    int tab = text.indexOf('\t');
    if (label.matches()
        || tab < 0
        || !text.substring(tab).contains(",")
        || text.substring(0, tab).contains(",")) {
      pieces.forEach(this::add);
    } else {
      pieces.stream().skip(1).forEach(this::add);
    }
  }

  /** Splits at separators that do not stand in brackets. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    var piece = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
      boolean separator = "\t,;|•·∙▪".indexOf(c) >= 0 || (c == '/' && spaced(text, i));
      if (separator && (depth == 0 || c == '\t')) {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(c);
      }
    }
    if (!pieces.isEmpty()) {
      for (String last : LAST.split(piece)) {
        pieces.add(last);
      }
    } else {
      pieces.add(piece.toString());
    }
    return pieces;
  }

  private static boolean spaced(String text, int at) {
    return at > 0
        && at + 1 < text.length()
        && text.charAt(at - 1) == ' '
        && text.charAt(at + 1) == ' ';
  }

  private void add(String raw) {
    String skill = raw.strip();
    int bracket = skill.indexOf('(');
    if (bracket > 0 && skill.endsWith(")") && skill.indexOf(',', bracket) > 0) {
      add(skill.substring(0, bracket));
      pieces(skill.substring(bracket + 1, skill.length() - 1)).forEach(this::add);
      return;
    }
    skill = LEVEL_BEHIND.matcher(skill).replaceFirst("").replaceAll("[.:]+$", "").strip();
    boolean sentence = Words.of(skill).size() > MAX_WORDS || skill.length() > MAX_LENGTH;
    if (!skill.isEmpty()
        && !sentence
        && skill.matches(".*\\p{L}.*")
        && !ONLY_LEVEL.matcher(skill).matches()) {
      found.putIfAbsent(Words.plain(skill), skill);
    }
  }
}
