package com.veetssuites.platform.cv;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Knows places: countries in several languages, the states of the USA, and large towns. */
final class Places {

  private static final List<Locale> NAMED_IN =
      List.of(
          Locale.ENGLISH,
          Locale.GERMAN,
          Locale.FRENCH,
          Locale.ITALIAN,
          Locale.of("es"),
          Locale.of("pt"),
          Locale.of("nl"));

  private static final Set<String> COUNTRIES = countries();

  private static final Set<String> STATES =
      Set.of(
          ("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH"
                  + " NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC ON QC BC AB"
                  + " NSW VIC QLD")
              .split(" "));

  private static final Set<String> TOWNS =
      Set.copyOf(
          Arrays.stream(
                  """
                  London, Manchester, Birmingham, Leeds, Glasgow, Edinburgh, Bristol, Liverpool, Cambridge, Oxford, Dublin,
                  Cork, Belfast, Cardiff, Paris, Lyon, Marseille, Toulouse, Nice, Nantes, Bordeaux, Lille, Strasbourg,
                  Grenoble, Rennes, Montpellier, Berlin, Hamburg, München, Munich, Köln, Cologne, Frankfurt,
                  Frankfurt am Main, Stuttgart, Düsseldorf, Leipzig, Dortmund, Essen, Bremen, Dresden, Hannover, Nürnberg,
                  Nuremberg, Bonn, Münster, Karlsruhe, Mannheim, Augsburg, Wiesbaden, Freiburg, Mainz, Kiel, Aachen,
                  Potsdam, Heidelberg, Darmstadt, Regensburg, Ulm, Jena, Rostock, Kassel, Lübeck, Erfurt, Wien, Vienna,
                  Graz, Linz, Salzburg, Innsbruck, Zürich, Zurich, Genf, Geneva, Genève, Basel, Bern, Lausanne, Luzern,
                  Winterthur, St. Gallen, Madrid, Barcelona, Valencia, Sevilla, Seville, Málaga, Bilbao, Zaragoza, Lisbon,
                  Lisboa, Porto, Rome, Roma, Milan, Milano, Turin, Torino, Naples, Napoli, Bologna, Florence, Firenze,
                  Amsterdam, Rotterdam, Utrecht, Eindhoven, The Hague, Den Haag, Brussels, Bruxelles, Brussel, Antwerp, Ghent,
                  Gent, Luxembourg, Copenhagen, København, Aarhus, Stockholm, Gothenburg, Göteborg, Malmö, Oslo, Bergen,
                  Helsinki, Tampere, Reykjavik, Tallinn, Riga, Vilnius, Warsaw, Warszawa, Kraków, Krakow, Wrocław, Gdańsk,
                  Poznań, Prague, Praha, Brno, Bratislava, Budapest, Bucharest, Cluj-Napoca, Sofia, Belgrade, Zagreb,
                  Ljubljana, Sarajevo, Athens, Thessaloniki, Istanbul, Ankara, Izmir, Kyiv, Kiev, Lviv, Kharkiv, Minsk, Moscow,
                  Saint Petersburg, Tbilisi, Yerevan, Baku, New York, New York City, NYC, Brooklyn, Los Angeles, San Francisco,
                  San Francisco Bay Area, Bay Area, San Diego, San Jose, Palo Alto, Mountain View, Seattle, Portland, Chicago,
                  Boston, Philadelphia, Washington, Washington DC, Atlanta, Miami, Orlando, Austin, Dallas, Houston, Denver,
                  Phoenix, Las Vegas, Detroit, Minneapolis, Pittsburgh, Baltimore, Toronto, Montreal, Montréal, Vancouver,
                  Ottawa, Calgary, Mexico City, Ciudad de México, Guadalajara, Monterrey, Bogotá, Medellín, Lima, Quito, Caracas,
                  Santiago, Santiago de Chile, Buenos Aires, Córdoba, Montevideo, São Paulo, Rio de Janeiro, Brasília, Curitiba,
                  Belo Horizonte, Porto Alegre, Recife, Cairo, Alexandria, Casablanca, Rabat, Tunis, Algiers, Lagos, Abuja,
                  Ibadan, Accra, Kumasi, Nairobi, Mombasa, Kampala, Kigali, Dar es Salaam, Addis Ababa, Johannesburg, Cape Town,
                  Durban, Pretoria, Dakar, Abidjan, Tel Aviv, Jerusalem, Haifa, Beirut, Amman, Dubai, Abu Dhabi, Doha, Riyadh,
                  Jeddah, Kuwait City, Tehran, Karachi, Lahore, Islamabad, Mumbai, Delhi, New Delhi, Bangalore, Bengaluru,
                  Hyderabad, Chennai, Kolkata, Pune, Ahmedabad, Noida, Gurgaon, Dhaka, Colombo, Kathmandu, Bangkok, Hanoi,
                  Ho Chi Minh City, Saigon, Da Nang, Singapore, Kuala Lumpur, Jakarta, Manila, Hong Kong, Taipei, Beijing,
                  Shanghai, Shenzhen, Guangzhou, Hangzhou, Chengdu, Tokyo, Osaka, Kyoto, Yokohama, Seoul, Busan, Sydney,
                  Melbourne, Brisbane, Perth, Adelaide, Canberra, Auckland, Wellington, Christchurch,
                  Remote, Hybrid, Home Office, Homeoffice, On-site
                  """
                      .split(","))
              .map(town -> Words.plain(town.strip()))
              .toList());

  private static final Pattern POSTAL_CODE =
      Pattern.compile(
          "(?:^(?:[A-Z]{1,2}-)?\\d{4,6}(?:\\s[A-Z]{2})?\\s+)|(?:\\s+\\d{4,6}(?:-\\d{3,4})?$)");

  private static final Pattern NAME =
      Pattern.compile(
          "\\p{Lu}[\\p{L}.'’-]*(?: (?:\\p{Lu}[\\p{L}.'’-]*|am|an|der|de|del|la|do|da|of)){0,3}");

  private Places() {}

  /** Whether it is a place and hardly anything else: "Berlin, Germany", "Austin, TX", "Remote". */
  static boolean certain(String text) {
    String bare = bare(text);
    if (bare.isEmpty() || bare.length() > 60) {
      return false;
    }
    List<String> pieces = List.of(bare.split("\\s*,\\s*|\\s+/\\s+"));
    return pieces.stream().allMatch(piece -> isTown(piece) || isRegion(piece))
        && !(pieces.size() == 1 && STATES.contains(pieces.getFirst()));
  }

  /** Whether it looks like some town and its country: "Kaiserslautern, Germany". */
  static boolean likely(String text) {
    if (certain(text)) {
      return true;
    }
    List<String> pieces = List.of(bare(text).split("\\s*,\\s*"));
    return pieces.size() >= 2
        && pieces.size() <= 3
        && isRegion(pieces.getLast())
        && pieces.stream().allMatch(piece -> NAME.matcher(piece).matches());
  }

  static boolean isRegion(String piece) {
    return STATES.contains(piece) || COUNTRIES.contains(Words.plain(piece));
  }

  private static boolean isTown(String piece) {
    return TOWNS.contains(Words.plain(piece));
  }

  /** Without a postal code, and without what tells how the place is meant. */
  static String bare(String text) {
    String bare = text.replaceAll("[()]", " ").strip();
    bare = POSTAL_CODE.matcher(bare).replaceAll("").strip();
    return bare.replaceAll("(?i)^(?:greater|based in) | (?:area|metropolitan area)$", "").strip();
  }

  private static Set<String> countries() {
    Set<String> countries =
        new HashSet<>(
            Words.set("usa u.s.a. uk u.k. uae england scotland wales deutschland suisse"));
    countries.addAll(
        Set.of("the netherlands", "united states of america", "czech republic", "ussr"));
    countries.addAll(Set.of("california", "texas", "ontario", "bayern", "bavaria", "catalonia"));
    for (String code : Locale.getISOCountries()) {
      for (Locale language : NAMED_IN) {
        countries.add(Words.plain(Locale.of("", code).getDisplayCountry(language)));
      }
    }
    return Set.copyOf(countries);
  }
}
