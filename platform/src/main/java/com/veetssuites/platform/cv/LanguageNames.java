package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Knows the names of natural languages, in several of them. */
final class LanguageNames {

  private static final int MAX_LANGUAGES = 20;

  private static final List<Locale> NAMED_IN =
      List.of(
          Locale.ENGLISH,
          Locale.GERMAN,
          Locale.FRENCH,
          Locale.ITALIAN,
          Locale.of("es"),
          Locale.of("pt"),
          Locale.of("nl"));

  private static final Set<String> NAMES = names();

  private LanguageNames() {}

  /** The languages that lines name, as they are written there. */
  static List<String> in(List<Line> lines) {
    List<String> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      // "English: fluent", "English (C1)", "English – native", "English native": the first word
      // counts.
      for (String piece :
          line.text().split("[\\t,;|/·•]|\\s[–—-]\\s|\\bund\\b|\\band\\b|\\bet\\b|\\by\\b")) {
        String language = leading(piece.strip().replaceAll("^[\\p{Punct}\\s]+", ""));
        if (!language.isEmpty()
            && seen.add(Words.plain(language))
            && found.size() < MAX_LANGUAGES) {
          found.add(language);
        }
      }
    }
    return found;
  }

  /** The language that a text begins or ends with; empty when there is none. */
  private static String leading(String text) {
    String[] words = text.split("[\\s:(]+");
    for (String word : new String[] {words[0], words[words.length - 1].replaceAll("[).]", "")}) {
      if (NAMES.contains(Words.plain(word))) {
        return word;
      }
    }
    return "";
  }

  static boolean is(String text) {
    return !leading(text.strip()).isEmpty();
  }

  private static Set<String> names() {
    Set<String> names =
        new HashSet<>(Words.set("mandarin cantonese castellano farsi tagalog valencian"));
    for (String code : Locale.getISOLanguages()) {
      if (code.length() == 2) {
        Locale language = Locale.of(code);
        NAMED_IN.forEach(in -> names.add(Words.plain(language.getDisplayLanguage(in))));
        names.add(Words.plain(language.getDisplayLanguage(language)));
      }
    }
    return Set.copyOf(names);
  }
}
