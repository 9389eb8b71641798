package com.veetssuites.platform.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The portfolios of demo data: what was read from a CV, without the file that it would have been
 * read from.
 */
final class DemoPortfolios {

  record Portfolio(
      String fileKey, int size, String sha256, String content, boolean shown, long created) {}

  private record Content(
      String name,
      String email,
      String headline,
      String summary,
      List<String> skills,
      List<Position> experience,
      List<Degree> education,
      List<String> languages) {}

  private record Position(String title, String company, int from, int to) {}

  private record Degree(String degree, String institution, int year) {}

  private static final int LATEST_YEAR = 2025;

  private static final List<String> COMPANIES =
      Vocabulary.list(
          """
          Northwind Labs, Baobab Studio, Meridian Partners, Blue Heron Media, Kestrel Systems, Lumen Collective,
          Harbor & Finch, Cedar Analytics, Polaris Institute, Saffron Works, Tidewater Group, Juniper Academy
          """);

  private static final List<String> UNIVERSITIES =
      Vocabulary.list(
          """
          Westbridge University, University of Port Alma, Lakeshore College, Technical University of Norden,
          Savanna State University, Riverside Institute of Technology, San Telmo University, Hillcrest Open University
          """);

  private static final List<String> DEGREES =
      List.of(
          "Bachelor of Arts",
          "Bachelor of Science",
          "Master of Arts",
          "Master of Science",
          "Diploma");

  private static final List<String> LANGUAGES =
      List.of(
          "Arabic", "French", "German", "Hindi", "Mandarin", "Portuguese", "Spanish", "Swahili");

  private static final List<String> LEVELS = List.of("Junior ", "", "", "Senior ", "Lead ");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final long seed;

  DemoPortfolios(long seed) {
    this.seed = seed;
  }

  /** Whether this person has one. */
  boolean has(DemoPeople.Person person) {
    return switch (person.role()) {
      case "student" -> person.index() == DemoAccounts.STUDENT || draw(person).chance(0.2);
      case "instructor" -> person.index() == DemoAccounts.INSTRUCTOR || draw(person).chance(0.5);
      default -> false;
    };
  }

  Portfolio portfolio(DemoPeople.Person person) {
    Draw draw = draw(person);
    draw.bits(); // whether there is one
    long created = person.joined() + draw.below(Calendar.REFERENCE - person.joined());
    int size = 40_000 + draw.below(400_000);
    String sha256 =
        "%016x%016x%016x%016x".formatted(draw.bits(), draw.bits(), draw.bits(), draw.bits());
    boolean shown = person.index() < DemoAccounts.COUNT || draw.chance(0.5);
    return new Portfolio(
        "demo/portfolios/%d-%d.pdf".formatted(seed, person.index()),
        size,
        sha256,
        JSON.writeValueAsString(content(person, draw)),
        shown,
        created);
  }

  private Draw draw(DemoPeople.Person person) {
    return Draw.of(seed, "portfolio", person.index());
  }

  private static Content content(DemoPeople.Person person, Draw draw) {
    Subject subject = draw.of(Vocabulary.SUBJECTS);
    List<String> skills =
        IntStream.range(0, 6).mapToObj(_ -> draw.of(subject.topics())).distinct().toList();
    String profession = subject.profession();
    int years = 2 + draw.below(15);
    int began = LATEST_YEAR - years;
    int advanced = LATEST_YEAR - years / 2;
    return new Content(
        person.firstName() + " " + person.lastName(),
        person.email(),
        draw.of(LEVELS) + profession,
        "%s with %d years of experience in %s, most of all %s."
            .formatted(
                profession, years, subject.name().toLowerCase(Locale.ROOT), skills.getFirst()),
        skills,
        List.of(
            new Position("Senior " + profession, draw.of(COMPANIES), advanced, LATEST_YEAR),
            new Position(profession, draw.of(COMPANIES), began, advanced)),
        List.of(new Degree(draw.of(DEGREES), draw.of(UNIVERSITIES), began)),
        List.of("English", draw.of(LANGUAGES)));
  }
}
