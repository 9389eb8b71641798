package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds how to reach somebody: e-mail, phone, web pages, town. */
final class Contact {

  private static final int MAX_LINKS = 30;

  private static final Pattern EMAIL =
      Pattern.compile(
          "(?iu)[\\p{L}\\d][\\p{L}\\d._%+'-]{0,63}(?:@| ?[\\[(](?:at|ät)[\\])] ?)[\\p{L}\\d](?:[\\p{L}\\d-]{0,62}(?:\\.| ?[\\[(](?:dot|punkt)[\\])] ?)){1,5}\\p{L}{2,24}");

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\d/.@_-])(?:\\+|00)?\\(?\\d(?:[\\s().·/–-]{0,3}\\d){6,15}(?![\\p{L}\\d@])");

  private static final Pattern PHONE_LABEL =
      Pattern.compile(
          "(?iu)(?:^|[^\\p{L}])(?:tel|telephone|telefon|phone|ph|mobile|mobil|mob|cell|handy|téléphone|tél|portable|teléfono|móvil|telefono"
              + "|cellulare|telemóvel|telefone|telefoon|whatsapp|t|m|p|h)(?:\\s?(?:nr|no|number|nummer))?\\.?\\s?:?\\s?[(]?$");

  private static final Pattern FAX = Pattern.compile("(?iu)fax\\.?\\s?:?\\s?$");

  private static final Pattern DATE =
      Pattern.compile(
          "\\d{1,2}[./-]\\s?\\d{1,2}[./-]\\s?(?:19|20)\\d\\d|(?:19|20)\\d\\d-\\d\\d-\\d\\d");

  private static final Pattern URL =
      Pattern.compile("(?iu)\\b(?:https?://|www\\.)[^\\s<>()|,;\"“”]{3,300}");

  private static final Pattern KNOWN =
      Pattern.compile(
          "(?iu)(?<![\\w@./-])(?:[a-z]{2,3}\\.)?(?:linkedin\\.com|github\\.com|gitlab\\.com|bitbucket\\.org|xing\\.com|twitter\\.com"
              + "|x\\.com|medium\\.com|behance\\.net|dribbble\\.com|stackoverflow\\.com|orcid\\.org|kaggle\\.com|dev\\.to|youtube\\.com"
              + "|instagram\\.com|facebook\\.com|researchgate\\.net|scholar\\.google\\.com|huggingface\\.co|codepen\\.io|leetcode\\.com)/[^\\s<>()|,;\"]{1,200}");

  private static final Pattern BARE =
      Pattern.compile(
          "(?<![\\w@./-])(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\\.){1,4}"
              + "(?:com|org|net|io|dev|me|eu|info|app|tech|academy|blog|design|studio|art|page|site|online|biz|co|ai|de|at|ch|fr|es|it|nl|be"
              + "|pt|pl|cz|se|no|dk|fi|uk|ie|us|ca|br|mx|in|au|nz|jp|ng|ke|za)(?:/[^\\s<>()|,;]{0,200})?(?![\\w@.-])");

  /** Messengers lead to a phone number or to a person, and are not pages. */
  private static final Pattern MESSENGER =
      Pattern.compile(
          "(?iu)https?://(?:www\\.)?(?:wa\\.me|t\\.me|api\\.whatsapp\\.com|join\\.skype\\.com|m\\.me)/.*");

  private static final Pattern LOCATION_LABEL =
      Pattern.compile(
          "(?iu)^(?:location|address|adresse|anschrift|wohnort|ort|standort|city|residence|lives in|based in|dirección|ubicación|domicilio|indirizzo"
              + "|endereço|lieu|domicile|adres|woonplaats|home)\\s*[:\\t]\\s*");

  private Contact() {}

  static @Nullable String email(List<Line> lines, List<String> targets) {
    for (Line line : lines) {
      Matcher matcher = EMAIL.matcher(line.flat());
      if (matcher.find()) {
        return matcher
            .group()
            .replaceAll("(?iu) ?[\\[(](?:at|ät)[\\])] ?", "@")
            .replaceAll("(?iu) ?[\\[(](?:dot|punkt)[\\])] ?", ".");
      }
    }
    return targets.stream()
        .filter(target -> target.toLowerCase(Locale.ROOT).startsWith("mailto:"))
        .map(target -> EMAIL.matcher(target.substring("mailto:".length())))
        .filter(Matcher::lookingAt)
        .map(Matcher::group)
        .findFirst()
        .orElse(null);
  }

  /** The first phone number; one behind a label or a plus sign is preferred. */
  static @Nullable String phone(List<Line> lines) {
    String likely = null;
    for (Line line : lines) {
      String text = line.flat();
      Matcher matcher = NUMBER.matcher(text);
      while (matcher.find()) {
        String number = matcher.group();
        String before = text.substring(0, matcher.start());
        if (!isNumber(number) || FAX.matcher(before).find()) {
          continue;
        }
        if (number.startsWith("+")
            || number.startsWith("00")
            || PHONE_LABEL.matcher(before).find()) {
          return bare(number);
        }
        likely = likely == null && number.matches("[(0].*|.*\\d[) .-]+\\d.*") ? number : likely;
      }
    }
    return likely == null ? null : bare(likely);
  }

  private static String bare(String number) {
    return number.replaceAll("\\s+", " ").strip();
  }

  private static boolean isNumber(String text) {
    long digits = text.chars().filter(Character::isDigit).count();
    Optional<Period> period = Periods.in(text);
    boolean isPeriod =
        period.isPresent() && period.get().to() - period.get().from() >= text.length() - 1;
    return digits >= 7 && digits <= 15 && !isPeriod && !DATE.matcher(text).find();
  }

  /**
   * Web pages that are written out or linked.
   *
   * @param contact the lines where a name of a host alone is meant as one
   */
  static List<String> links(List<Line> lines, List<Line> contact, List<String> targets) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Line line : lines) {
      for (Pattern pattern : List.of(URL, KNOWN)) {
        pattern.matcher(line.flat()).results().forEach(link -> add(link.group(), found));
      }
    }
    for (Line line : contact) {
      BARE.matcher(line.flat()).results().forEach(link -> add(link.group(), found));
    }
    targets.stream()
        .filter(target -> target.matches("(?i)https?://[^\\s\\p{C}<>\"]+"))
        .forEach(target -> add(target, found));
    return new ArrayList<>(found.values()).subList(0, Math.min(MAX_LINKS, found.size()));
  }

  private static void add(String text, Map<String, String> found) {
    String link = text.replaceAll("[.,:;'’”\\])>]+$", "");
    if (!link.matches("(?i)https?://.*")) {
      link = "https://" + link;
    }
    String key = link.toLowerCase(Locale.ROOT).replaceAll("^https?://(?:www\\.)?|/+$", "");
    if (!MESSENGER.matcher(link).matches() && key.contains(".")) {
      found.putIfAbsent(key, link);
    }
  }

  /** The town and country, without street and postal code. */
  static @Nullable String location(List<Line> lines) {
    String likely = null;
    for (Line line : lines) {
      Matcher label = LOCATION_LABEL.matcher(line.text());
      boolean labelled = label.find();
      String text = labelled ? line.text().substring(label.end()) : line.text();
      for (String cell : text.split("\\t|\\s*[|•·;]\\s*|\\s+[–—-]\\s+")) {
        String place = place(cell.strip(), labelled);
        if (place != null) {
          return place;
        }
        if (likely == null && Places.likely(cell)) {
          likely = Places.bare(cell);
        }
      }
    }
    return likely;
  }

  private static @Nullable String place(String cell, boolean labelled) {
    if (Places.certain(cell)) {
      return Places.bare(cell);
    }
    // Behind a street: "Musterstraße 5, 10115 Berlin"
    List<String> pieces = List.of(cell.split("\\s*,\\s*"));
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      String bare = Places.bare(piece);
      boolean withCode = !bare.equals(piece) && bare.matches("\\p{Lu}\\p{L}[\\p{L} .'-]{1,40}");
      boolean town = Places.certain(piece) || (withCode && !piece.matches(".*\\d$|\\D*"));
      if (town) {
        String rest = String.join(", ", pieces.subList(i, pieces.size()));
        boolean onlyPlaces =
            pieces.stream().skip(i + 1).allMatch(next -> Places.isRegion(Places.bare(next)));
        return onlyPlaces ? bare + Places.bare(rest.substring(piece.length())) : bare;
      }
    }
    boolean plain =
        labelled && pieces.stream().allMatch(piece -> piece.matches("\\p{Lu}[\\p{L} .'-]{1,40}"));
    return plain && pieces.size() <= 3 ? cell : null;
  }
}
