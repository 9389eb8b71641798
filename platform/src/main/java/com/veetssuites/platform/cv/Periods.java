package com.veetssuites.platform.cv;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds periods: "Jan 2020 – Present", "01/2020–03/2022", "seit März 2019", "2018 - 2020". */
final class Periods {

  /** The names of each month in several languages, without accents. */
  private static final List<String> MONTHS =
      List.of(
          "january jan januar janner jaenner janvier janv enero ene gennaio gen janeiro januari",
          "february feb febr februar fevrier fevr fev febrero febbraio fevereiro februari",
          "march mar marz maerz mrz mars marzo marco maart mrt",
          "april apr avril avr abril abr aprile",
          "may mai mayo maggio mag maio mei",
          "june jun juni juin junio giugno giu junho",
          "july jul juli juillet juil julio luglio lug julho",
          "august aug aout agosto ago augustus",
          "september sept sep septembre septiembre settembre set setembro",
          "october oct oktober okt octobre octubre ottobre ott outubro out",
          "november nov novembre noviembre novembro",
          "december dec dezember dez decembre diciembre dic dicembre dezembro");

  private static final Map<String, Integer> MONTH_NUMBERS = monthNumbers();

  private static final String MONTH =
      "(?<![\\p{L}])(?:"
          + MONTH_NUMBERS.keySet().stream()
              .sorted(Comparator.comparingInt(String::length).reversed())
              .collect(Collectors.joining("|"))
          + ")(?![\\p{L}])\\.?";

  private static final String YEAR = "(?<![\\d.])(?:19[5-9]\\d|20[0-4]\\d)(?!\\d)";

  private static final String DATE =
      "(?:"
          + String.join(
              "|",
              MONTH
                  + ",?\\s{0,2}(?:of |de |del |do"
                  + " )?(?:(?:19[5-9]\\d|20[0-4]\\d)(?!\\d)|['’`]\\d\\d(?!\\d))",
              "(?<!\\d)(?:[0-3]?\\d[./]\\s?)?(?:0?[1-9]|1[0-2])\\s?[./]\\s?(?:19[5-9]\\d|20[0-4]\\d)(?!\\d)",
              "(?<!\\d)(?:0[1-9]|1[0-2])-(?:19[5-9]\\d|20[0-4]\\d)(?!\\d)",
              YEAR + "[-/.](?:0[1-9]|1[0-2])(?:[-/.][0-3]\\d)?(?!\\d)",
              "(?:spring|summer|fall|autumn|winter|q[1-4]|ws|ss|wise|sose|wintersemester|sommersemester)\\s{1,2}"
                  + YEAR
                  + "(?:/\\d\\d(?:\\d\\d)?(?!\\d))?",
              YEAR)
          + ")";

  private static final String NOW =
      "(?:present|now|current(?:ly)?|today|to\\s?date|date|ongoing|in"
          + " progress|heute|jetzt|aktuell|laufend|dato|gegenwart|derzeit|aujourd['’]?hui|present(?:e)?|actuel(?:lement)?|en"
          + " cours|maintenant|ce jour|actualidad|(?:la )?actualidad|actual(?:mente)?|la"
          + " fecha|hoy|oggi|attuale|in corso|atual(?:mente)?|hoje|heden|nu)(?![\\p{L}])";

  private static final String BETWEEN =
      "\\s{0,3}(?:-{1,2}|–|—|−|‒|‐|~|→|›|to|until|till|through|thru|bis|a|al|au|jusqu['’]?(?:a|en)?|hasta|ate|t/m|tot)\\s{0,3}(?:zum"
          + " |l['’]|la |el )?";

  private static final Pattern RANGE =
      pattern("(?<start>" + DATE + ")" + BETWEEN + "(?<end>" + DATE + "|" + NOW + ")");

  /** "2018–20", "2018/19" and "Jan – Mar 2020". */
  private static final Pattern SHORT_END =
      pattern("(?<start>" + YEAR + ")(?:–|/|-|—)(?<end>\\d\\d)(?!\\d)(?![-/.]\\d)");

  private static final Pattern SHORT_START =
      pattern("(?<start>" + MONTH + ")" + BETWEEN + "(?<end>" + MONTH + "\\s{0,2}" + YEAR + ")");

  private static final Pattern YEAR_SLASH_YEAR =
      pattern("(?<start>" + YEAR + ")\\s?/\\s?(?<end>" + YEAR + ")");

  private static final Pattern SINCE =
      pattern(
          "(?<![\\p{L}])(?:since|seit|depuis|desde|from|ab|dal|sinds|vanaf|as of)\\s{1,3}(?:le |dem"
              + " |el )?(?<start>"
              + DATE
              + ")");

  private static final Pattern OPEN =
      pattern("(?<start>" + DATE + ")\\s?(?:-|–|—)\\s{0,3}(?=$|\t|\\))");
  private static final Pattern SINGLE = pattern("(?<start>" + DATE + ")");
  private static final Pattern END = pattern("(?:" + DATE + "|" + NOW + ")");
  private static final Pattern ANY_YEAR = Pattern.compile("(?:19|20)\\d\\d");
  private static final Pattern NUMBERS = Pattern.compile("\\d+");

  private Periods() {}

  /** The first period in a text; a single date is one too. */
  static Optional<Period> in(String text) {
    // Of the same length as the text, so that places are the same.
    String plain = plainOfSameLength(text);
    Matcher matcher = RANGE.matcher(plain);
    if (matcher.find()) {
      String end = matcher.group("end");
      boolean current = !end.matches(".*\\d.*");
      return Optional.of(
          period(matcher, date(matcher.group("start")), current ? null : date(end), current));
    }
    matcher = SHORT_START.matcher(plain);
    if (matcher.find()) {
      String end = date(matcher.group("end"));
      String start = end.substring(0, 4) + month(matcher.group("start"));
      return Optional.of(period(matcher, start, end, false));
    }
    matcher = YEAR_SLASH_YEAR.matcher(plain);
    if (matcher.find()) {
      return Optional.of(period(matcher, matcher.group("start"), matcher.group("end"), false));
    }
    matcher = SHORT_END.matcher(plain);
    if (matcher.find()) {
      String start = matcher.group("start");
      String end = start.substring(0, 2) + matcher.group("end");
      if (end.compareTo(start) >= 0 && Integer.parseInt(end) - Integer.parseInt(start) <= 40) {
        return Optional.of(period(matcher, start, end, false));
      }
    }
    for (Pattern goingOn : List.of(SINCE, OPEN)) {
      matcher = goingOn.matcher(plain);
      if (matcher.find()) {
        return Optional.of(period(matcher, date(matcher.group("start")), null, true));
      }
    }
    matcher = SINGLE.matcher(plain);
    if (matcher.find()) {
      String date = date(matcher.group("start"));
      return Optional.of(new Period(date, date, false, false, matcher.start(), matcher.end()));
    }
    return Optional.empty();
  }

  /** Whether a text is the end of a period, and nothing else. */
  static boolean isEnd(String text) {
    return END.matcher(plainOfSameLength(text)).matches();
  }

  private static Period period(
      Matcher matcher, String start, @Nullable String end, boolean current) {
    return new Period(start, end, current, true, matcher.start(), matcher.end());
  }

  private static String date(String text) {
    Matcher year = ANY_YEAR.matcher(text);
    if (!year.find()) {
      // "Jan '20"
      Matcher digits = NUMBERS.matcher(text);
      String two = digits.find() ? digits.group() : "00";
      return (Integer.parseInt(two) < 50 ? "20" : "19") + two + month(text);
    }
    String rest = text.substring(0, year.start()) + " " + text.substring(year.end());
    String named = month(rest);
    if (!named.isEmpty()) {
      return year.group() + named;
    }
    if (rest.matches(".*\\p{L}.*")) {
      return year.group(); // a season
    }
    List<String> numbers = NUMBERS.matcher(rest).results().map(result -> result.group()).toList();
    if (numbers.isEmpty()) {
      return year.group();
    }
    // day.month.year, month.year, year-month, year-month-day
    boolean yearFirst = text.strip().startsWith(year.group());
    String month = yearFirst ? numbers.getFirst() : numbers.getLast();
    return year.group() + "-" + (month.length() == 1 ? "0" + month : month);
  }

  /** {@code -03}, or nothing when no month is named. */
  private static String month(String text) {
    for (String word : text.split("[^\\p{L}]+")) {
      Integer number = MONTH_NUMBERS.get(word);
      if (number != null) {
        return "-%02d".formatted(number);
      }
    }
    return "";
  }

  private static Pattern pattern(String expression) {
    return Pattern.compile(expression);
  }

  private static Map<String, Integer> monthNumbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < MONTHS.size(); i++) {
      int month = i + 1;
      Arrays.stream(MONTHS.get(i).split(" ")).forEach(name -> numbers.put(name, month));
    }
    return numbers;
  }

  private static String plainOfSameLength(String text) {
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      String letter = Words.plain(text.substring(i, i + 1));
      plain.append(letter.length() == 1 ? letter : text.substring(i, i + 1));
    }
    return plain.toString();
  }
}
