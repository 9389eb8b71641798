package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a CV. */
public final class CvParser {

  private static final int MAX_SUMMARY = 1_500;

  private CvParser() {}

  /**
   * Reads the text of a CV, in the order in which a person reads it.
   *
   * @param text lines; cells of a row are separated by tabs
   * @param largest what is written largest, if anything is
   * @param targets of links that are not written out
   */
  public static CvContent parse(String text, @Nullable String largest, List<String> targets) {
    List<Line> lines = Line.of(text);
    String email = Contact.email(lines, targets);
    String name = Names.find(lines, largest, email);
    Sections sections = Sections.of(lines, name);
    List<Line> contact = new ArrayList<>(sections.of(Section.CONTACT));
    contact.addAll(sections.of(Section.TOP));
    String phone = Contact.phone(contact);
    String location = Contact.location(contact);
    return new CvContent(
        name,
        email,
        phone == null ? Contact.phone(lines) : phone,
        location,
        Contact.links(lines, contact, targets),
        summary(sections.of(Section.SUMMARY)),
        skills(sections.of(Section.SKILLS)),
        languages(sections),
        Entries.of(Section.EDUCATION, sections.of(Section.EDUCATION)),
        Entries.of(Section.EXPERIENCE, sections.of(Section.EXPERIENCE)));
  }

  private static @Nullable String summary(List<Line> lines) {
    String text = lines.stream().map(Line::flat).collect(Collectors.joining(" "));
    return text.isEmpty() ? null : Words.cut(text, MAX_SUMMARY);
  }

  private static List<String> skills(List<Line> lines) {
    return Skills.of(lines.stream().filter(line -> !areLanguages(line)).toList());
  }

  /** Languages have a section of their own, or are a kind of skill. */
  private static List<String> languages(Sections sections) {
    List<Line> lines = new ArrayList<>(sections.of(Section.LANGUAGES));
    sections.of(Section.SKILLS).stream()
        .filter(CvParser::areLanguages)
        .map(line -> new Line(afterLabel(line.text()), false, false))
        .forEach(lines::add);
    return LanguageNames.in(lines);
  }

  private static boolean areLanguages(Line line) {
    int colon = line.text().indexOf(':');
    int end = colon > 0 ? colon : line.text().indexOf('\t');
    return end > 0
        && Headings.section(line.text().substring(0, end)).equals(Optional.of(Section.LANGUAGES))
        && LanguageNames.is(afterLabel(line.text()).split("[,;|]")[0]);
  }

  private static String afterLabel(String text) {
    int colon = text.indexOf(':');
    return text.substring((colon > 0 ? colon : text.indexOf('\t')) + 1).strip();
  }
}
