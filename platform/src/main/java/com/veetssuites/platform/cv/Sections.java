package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a CV by section. */
final class Sections {

  private static final int MAX_HEADING = 5;

  private final Map<Section, List<Line>> lines = new EnumMap<>(Section.class);

  private Sections() {}

  /**
   * @param name whose CV it is: the line of it begins the top, wherever a column before it ends
   */
  static Sections of(List<Line> all, @Nullable String name) {
    var sections = new Sections();
    Section current = Section.TOP;
    for (Line line : all) {
      if (name != null && Words.of(line.text()).equals(Words.of(name))) {
        current = Section.TOP;
        continue;
      }
      Optional<Section> heading = line.item() ? Optional.empty() : Headings.section(line.flat());
      if (heading.isPresent()) {
        current = heading.get();
        continue;
      }
      Labelled labelled = labelled(line, current);
      if (labelled != null) {
        current = labelled.section();
        sections.add(current, new Line(labelled.rest(), false, true));
      } else {
        sections.add(current, line);
      }
    }
    return sections;
  }

  /** A heading with the first line of its section behind it. */
  private record Labelled(Section section, String rest) {}

  private static @Nullable Labelled labelled(Line line, Section current) {
    // "EDUCATION <tab> BSc …": the headings stand in a column beside the text.
    int tab = line.text().indexOf('\t');
    if (tab > 0 && !line.item()) {
      Optional<Section> section = Headings.section(line.text().substring(0, tab));
      if (section.isPresent() && section.get() != current) {
        return new Labelled(section.get(), line.text().substring(tab + 1));
      }
    }
    // "Skills: Java, SQL"; among skills, what stands before the colon is a kind of skill.
    int colon = line.text().indexOf(':');
    if (colon > 0 && colon + 1 < line.text().length() && current != Section.SKILLS) {
      String label = line.text().substring(0, colon);
      Optional<Section> section = Headings.section(label);
      boolean list =
          section.isPresent()
              && (section.get() == Section.SKILLS || section.get() == Section.LANGUAGES)
              && Words.of(label).size() <= MAX_HEADING;
      if (list && (current != Section.EXPERIENCE || line.afterGap())) {
        return new Labelled(section.get(), line.text().substring(colon + 1).strip());
      }
    }
    return null;
  }

  private void add(Section section, Line line) {
    lines.computeIfAbsent(section, key -> new ArrayList<>()).add(line);
  }

  List<Line> of(Section section) {
    return lines.getOrDefault(section, List.of());
  }
}
