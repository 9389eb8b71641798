package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of an entry, taken apart.
 *
 * @param sure whether there are both a title and an organisation, and words or a separator tell so
 */
record Head(
    @Nullable String title,
    @Nullable String organisation,
    @Nullable String location,
    boolean sure) {

  /** Of a line; what is longer is no head. */
  private static final int MAX_LENGTH = 200;

  private static final Pattern STRONG =
      Pattern.compile(
          "\\t+|\\s+\\|+\\s*|\\s*\\|+\\s+|\\s+[–—−-]{1,2}\\s+|\\s*[·•∙▪◆»]\\s*|\\s+@\\s+|;\\s+|\\s+//?\\s+|(?<!University"
              + " of \\p{L}{2,20})\\s+(?:at|bei|bei der|beim|chez|presso)\\s+(?=\\p{Lu})|\\s+(?:an"
              + " der|am) (?=Universität|Hochschule|Technischen|TU|FH|Institut|Gymnasium)");

  private static final Pattern COMMA = Pattern.compile(",\\s+");

  /** How long it was, how much one worked, what it is called: neither title nor organisation. */
  private static final Pattern NOISE =
      Pattern.compile(
          "(?iu)[(]?(?:~?\\d+\\+?\\s*(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|años?|meses)[,\\s.]*(?:and|und)?\\s*)+[)]?|[(]?(?:full[-"
              + " ]?time|part[-"
              + " ]?time|vollzeit|teilzeit|contract|permanent|temporary|internship|cdi|cdd|\\d{1,3}\\s?%)[)]?|(?:from|von|de|du|seit|since|graduated|graduation|expected|expected"
              + " graduation|abschluss|class of|gpa|note|grade)[:.]?");

  private static final Pattern GRADE =
      Pattern.compile(
          "(?iu)[,;(|]?\\s*\\b(?:gpa|cgpa|note|grade|abschlussnote|notendurchschnitt|final"
              + " grade|durchschnitt)\\s*[:=]?\\s*\\d[\\d.,/ %]*\\)?");

  /** Behind the legal form of a company there is nothing but its place. */
  private static final Pattern LEGAL_FORM =
      Pattern.compile(
          "(?u).*\\b(?:GmbH(?: & Co\\.? KG)?|AG|SE|KG|e\\."
              + " ?V|Ltd|Inc|LLC|LLP|PLC|plc|Corp|S\\.A|SA|SAS|SARL|S\\.L|S\\.p\\.A|SpA|BV|B\\.V|Oy|AB|ApS|Limited)\\.?");

  private static final Pattern TOWN = Pattern.compile("\\p{Lu}[\\p{L}.'-]+(?: [\\p{L}.'-]+){0,3}");

  private static final Pattern EDGE =
      Pattern.compile("^[\\s,;:|()\\[\\]–—−·•/-]+|[\\s,;:|(\\[–—−·•/-]+$");

  /** Takes the pieces of a head apart that stand on lines or in cells of their own. */
  static Head of(List<String> lines, Section section) {
    List<String> parts = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (String line : lines) {
      for (String part : STRONG.split(GRADE.matcher(Words.cut(line, MAX_LENGTH)).replaceAll(""))) {
        addPart(part, parts, places);
      }
    }
    boolean separated = parts.size() > 1;
    if (parts.size() == 1) {
      String only = parts.removeFirst();
      for (String part : COMMA.split(only)) {
        addPart(part, parts, places);
      }
      parts = asTwo(parts, section);
    }
    if (parts.size() > 2) {
      List<String> likely = parts.stream().filter(Places::likely).toList();
      if (parts.size() - likely.size() >= 2) {
        places.addAll(likely);
        parts.removeAll(likely);
      }
    }
    return assign(parts, places.isEmpty() ? null : places.getFirst(), separated, section);
  }

  private static void addPart(String raw, List<String> parts, List<String> places) {
    String part = clean(raw);
    if (part.isEmpty() || NOISE.matcher(part).matches() || !part.matches(".*\\p{L}.*")) {
      return;
    }
    if (Places.certain(part)) {
      places.add(Places.bare(part));
      return;
    }
    // "Acme GmbH, Berlin" and "Acme GmbH (Berlin)"
    for (int comma = part.indexOf(','); comma > 0; comma = part.indexOf(',', comma + 1)) {
      String rest = part.substring(comma + 1).strip();
      boolean behindLegalForm =
          LEGAL_FORM.matcher(part.substring(0, comma)).matches()
              && TOWN.matcher(rest).matches()
              && !Words.of(rest).stream().anyMatch(Roles::isPosition);
      if (Places.certain(rest) || Places.isRegion(rest) || behindLegalForm) {
        places.add(Places.bare(rest));
        addPart(part.substring(0, comma), parts, places);
        return;
      }
    }
    int bracket = part.lastIndexOf('(');
    if (bracket > 0 && part.endsWith(")") && Places.likely(part.substring(bracket))) {
      places.add(Places.bare(part.substring(bracket)));
      part = clean(part.substring(0, bracket));
    }
    parts.add(part);
  }

  private static String clean(String raw) {
    String part = raw.replaceAll("\\(\\s*\\)|\\[\\s*\\]", " ").replaceAll("\\s{2,}", " ");
    String before;
    do {
      before = part;
      part = EDGE.matcher(part).replaceAll("").strip();
      if (part.endsWith(")") && part.indexOf('(') < 0) {
        part = part.substring(0, part.length() - 1);
      }
    } while (!part.equals(before));
    return part;
  }

  /** Of the pieces between commas, those of the title and those of the organisation. */
  private static List<String> asTwo(List<String> pieces, Section section) {
    if (pieces.size() <= 2) {
      return pieces;
    }
    // The cut after which the two sides differ most.
    int best = 1;
    int difference = -1;
    for (int cut = 1; cut < pieces.size(); cut++) {
      int left = Roles.titleness(String.join(", ", pieces.subList(0, cut)), section);
      int right = Roles.titleness(String.join(", ", pieces.subList(cut, pieces.size())), section);
      if (Math.abs(left - right) > difference) {
        difference = Math.abs(left - right);
        best = cut;
      }
    }
    return new ArrayList<>(
        Arrays.asList(
            String.join(", ", pieces.subList(0, best)),
            String.join(", ", pieces.subList(best, pieces.size()))));
  }

  private static Head assign(
      List<String> parts, @Nullable String place, boolean separated, Section section) {
    if (parts.isEmpty()) {
      return new Head(null, null, place, false);
    }
    if (parts.size() == 1) {
      String only = parts.getFirst();
      int score = Roles.titleness(only, section);
      return score < 0 ? new Head(null, only, place, false) : new Head(only, null, place, false);
    }
    int title = 0;
    int organisation = 0;
    int[] scores = parts.stream().mapToInt(part -> Roles.titleness(part, section)).toArray();
    for (int i = 1; i < scores.length; i++) {
      title = scores[i] > scores[title] ? i : title;
      organisation = scores[i] < scores[organisation] ? i : organisation;
    }
    if (title == organisation) {
      organisation = 1; // nothing is known: the title comes first
    } else if (scores[title] <= 0) {
      title = firstBut(organisation);
    } else if (scores[organisation] >= 0) {
      organisation = firstBut(title);
    }
    boolean sure = separated || (scores[title] > 0 && scores[organisation] < 0);
    return new Head(parts.get(title), parts.get(organisation), place, sure);
  }

  private static int firstBut(int taken) {
    return taken == 0 ? 1 : 0;
  }
}
