package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose CV it is: behind a label, in what is written largest, in a line that the e-mail
 * address resembles, or in the first line that looks like a name.
 */
final class Names {

  private static final int TOP_LINES = 12;
  private static final int MAX_LENGTH = 60;

  private static final Pattern LABEL =
      Pattern.compile(
          "(?iu)^(?:full name|name|vor- und nachname|vorname und name|nom(?: et prénom)?|nombre(?:"
              + " y apellidos| completo)?|nome(?: completo)?|naam)\\s*[:\\t]\\s*(.+)$");

  private static final Pattern TITLE_OF_DOCUMENT =
      Pattern.compile(
          "(?iu)\\b(?:curriculum\\s+vit(?:ae|æ)|lebenslauf|r[ée]sum[ée]|cv|currículum|hoja de"
              + " vida|tabellarischer)\\b(?:\\s+(?:of|von|de|for))?|\\bprofile\\b");

  private static final Pattern DEGREE =
      Pattern.compile(
          "(?u)(?:,?\\s*\\b(?:Ph\\.?\\s?D\\.?|M\\.?\\s?Sc\\.?|B\\.?\\s?Sc\\.?|M\\.?B\\.?A\\.?|M\\.?A\\.?|B\\.?A\\.?|M\\.?D\\.?|RN|CPA|PMP|CFA|LL\\.?M\\.?|B\\.?Eng\\.?|M\\.?Eng\\.?))+\\.?$|^(?:Prof\\.\\s?|Dr\\.(?:-Ing\\.)?\\s?|Dipl\\.-\\p{L}+\\.\\s?|Mr\\.?\\s|Mrs\\.?\\s|Ms\\.?\\s|Herr\\s|Frau\\s)+");

  private static final Pattern PRONOUNS =
      Pattern.compile("(?iu)\\s*\\((?:she|he|they|er|sie)\\b[^)]*\\)");

  private static final Pattern NAME =
      Pattern.compile(
          "(?u)\\p{Lu}[\\p{L}\\p{M}'’.-]*(?:\\s+(?:(?:von|van|der|den|de|del|della|di|da|do|dos|das|la|le|el|al|bin|ibn|zu|zur|ter|ten|y|e)\\s+){0,2}(?:[dD]['’]|al-|el-)?\\p{Lu}[\\p{L}\\p{M}'’.-]*){1,4}");

  /** Scripts without capitals. */
  private static final Pattern OTHER_SCRIPT =
      Pattern.compile(
          "[\\p{IsHan}]{2,5}|[\\p{IsHan}]{1,2}["
              + " ·][\\p{IsHan}]{1,3}|[\\p{IsHangul}]{2,5}|(?:[\\p{IsArabic}\\p{IsHebrew}\\p{IsDevanagari}]{2,15}"
              + " ?){2,4}");

  private static final Set<String> NO_NAMES =
      Words.set(
          """
          street road avenue university college school institute gmbh inc ltd city state email e-mail phone address telefon
          the with and for years page seite germany deutschland france españa united kingdom states personal data details
          information adresse geburtsdatum nationality contact kontakt skills experience education profile bewerbung um als
          engineering science marketing software project product business data full stack web design management development
          java python javascript bachelor master date birth
          """);

  private Names() {}

  static @Nullable String find(List<Line> lines, @Nullable String largest, @Nullable String email) {
    for (Line line : lines.subList(0, Math.min(3 * TOP_LINES, lines.size()))) {
      Matcher label = LABEL.matcher(line.text());
      if (label.matches()) {
        String name = name(label.group(1).replace('\t', ' '));
        if (name != null) {
          return name;
        }
      }
    }
    String large = largest == null ? null : name(Line.clean(largest));
    if (large != null) {
      return large;
    }
    Set<String> known = email == null ? Set.of() : localWords(email);
    String best = null;
    int bestScore = 0;
    for (int i = 0; i < lines.size(); i++) {
      for (String candidate : candidates(lines, i)) {
        String name = name(candidate);
        int score = name == null ? 0 : score(name, known, i);
        if (name != null && score > bestScore) {
          best = name;
          bestScore = score;
        }
      }
    }
    return best;
  }

  /** The cells of a line, and the line with the next when each is a word. */
  private static List<String> candidates(List<Line> lines, int at) {
    Line line = lines.get(at);
    if (line.item()) {
      return List.of();
    }
    List<String> candidates = new ArrayList<>();
    for (String cell : line.text().split("\\t|\\s+[|•·–—-]\\s+|,\\s")) {
      candidates.add(cell);
    }
    candidates.add(line.flat());
    boolean word = line.text().matches("\\p{Lu}[\\p{L}'’-]+");
    if (word
        && at < 3
        && at + 1 < lines.size()
        && lines.get(at + 1).text().matches("\\p{Lu}[\\p{L}'’ -]+")
        && Headings.section(line.text()).isEmpty()
        && Headings.section(lines.get(at + 1).text()).isEmpty()) {
      candidates.add(line.text() + " " + lines.get(at + 1).text());
    }
    return candidates;
  }

  private static int score(String name, Set<String> emailWords, int line) {
    List<String> words = Words.of(name);
    long known =
        words.stream()
            .filter(word -> word.length() > 1)
            .filter(word -> emailWords.stream().anyMatch(local -> local.contains(word)))
            .count();
    if (known > 0) {
      return 100 * (int) known + Math.max(0, 50 - line);
    }
    return line < TOP_LINES ? TOP_LINES - line : 0;
  }

  private static Set<String> localWords(String email) {
    return Arrays.stream(Words.plain(email.substring(0, email.indexOf('@'))).split("[^\\p{L}]+"))
        .filter(word -> word.length() > 1)
        .collect(Collectors.toSet());
  }

  /** The name that a text is; null when it is something else. */
  private static @Nullable String name(String raw) {
    String text = TITLE_OF_DOCUMENT.matcher(raw).replaceAll(" ");
    text = PRONOUNS.matcher(text).replaceAll("");
    text = text.replaceAll("^[\\s,:;–—|-]+|[\\s,:;–—|-]+$", "").replaceAll("\\s+", " ");
    text = DEGREE.matcher(text).replaceAll("").strip();
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    if (OTHER_SCRIPT.matcher(text).matches()) {
      return text.strip();
    }
    boolean isName =
        NAME.matcher(text).matches()
            && Headings.section(text).isEmpty()
            && !Places.likely(text)
            && Words.of(text).stream()
                .noneMatch(word -> NO_NAMES.contains(word) || Roles.isPosition(word));
    return isName ? capitalised(text) : null;
  }

  /** "ADA LOVELACE" is written so for its looks. */
  private static String capitalised(String name) {
    if (!name.equals(name.toUpperCase(Locale.ROOT)) || name.length() < 5) {
      return name;
    }
    var text = new StringBuilder();
    boolean first = true;
    for (char c : name.toCharArray()) {
      text.append(first ? c : Character.toLowerCase(c));
      first = !Character.isLetter(c);
    }
    return text.toString();
  }
}
