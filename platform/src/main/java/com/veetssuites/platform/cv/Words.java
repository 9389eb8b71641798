package com.veetssuites.platform.cv;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How words are compared: without case and accents. */
final class Words {

  private static final Pattern MARK = Pattern.compile("\\p{M}+");
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}+#]+");

  private Words() {}

  static String plain(String text) {
    String lower = text.toLowerCase(Locale.ROOT).replace("ß", "ss");
    return MARK.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD)).replaceAll("");
  }

  static List<String> of(String text) {
    return Arrays.stream(NO_WORD.split(plain(text))).filter(word -> !word.isEmpty()).toList();
  }

  /** At most so many characters of a text, and no half of a pair. */
  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, halves ? length - 1 : length);
  }

  /** The words of a text block, separated by spaces or line ends. */
  static Set<String> set(String block) {
    return Set.copyOf(
        Arrays.stream(block.split("\\s+"))
            .filter(word -> !word.isEmpty())
            .map(Words::plain)
            .collect(Collectors.toSet()));
  }
}
