package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a section. Each has its period, and around it a head: title, organisation
 * and place, above, beside or below the period. How many lines of the head stand above the period
 * is read off the first entry, and holds for the others.
 */
final class Entries {

  private static final int MAX_ENTRIES = 60;
  private static final int MAX_ABOVE = 3;
  private static final int MAX_BELOW = 2;
  private static final int MAX_DESCRIPTION = 2_000;

  private final Section section;
  private final List<Line> lines;

  private Entries(Section section, List<Line> lines) {
    this.section = section;
    this.lines = lines;
  }

  static List<CvEntry> of(Section section, List<Line> lines) {
    var entries = new Entries(section, lines);
    List<Anchor> anchors = entries.anchors(false);
    if (anchors.isEmpty()) {
      anchors = entries.anchors(true);
    }
    List<CvEntry> found = anchors.isEmpty() ? entries.undated() : entries.dated(anchors);
    return found.size() > MAX_ENTRIES ? found.subList(0, MAX_ENTRIES) : found;
  }

  /** A line with a period that an entry is built around. */
  private record Anchor(int line, Period period, String rest) {}

  private List<Anchor> anchors(boolean amongItems) {
    List<Anchor> anchors = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (line.item() && !amongItems) {
        continue;
      }
      Optional<Period> period = Periods.in(line.text());
      if (period.isPresent()) {
        String rest = period.get().cutOutOf(line.text());
        if (isHead(rest, line.text(), period.get())) {
          anchors.add(new Anchor(i, period.get(), rest));
        }
      }
    }
    return anchors;
  }

  private static boolean isHead(String rest, String whole, Period period) {
    String bare = rest.strip();
    boolean sentence = bare.endsWith(".") && Words.of(bare).size() > 6;
    boolean atEdge =
        period.from() <= 2
            || period.to() >= whole.length() - 2
            || rest.contains("(\t)")
            || rest.matches(".*\\t ?\\t.*");
    boolean lower = !bare.isEmpty() && Character.isLowerCase(bare.codePointAt(0));
    return bare.length() <= 120 && !sentence && (period.range() || atEdge) && !(lower && !atEdge);
  }

  private List<CvEntry> dated(List<Anchor> anchors) {
    int above = linesAbove(anchors.getFirst());
    List<CvEntry> entries = new ArrayList<>();
    int[] starts = new int[anchors.size() + 1];
    starts[anchors.size()] = lines.size();
    for (int i = 0; i < anchors.size(); i++) {
      int floor = i == 0 ? 0 : anchors.get(i - 1).line() + 1;
      starts[i] = start(anchors.get(i).line(), floor, above);
    }
    for (int i = 0; i < anchors.size(); i++) {
      entries.add(entry(anchors.get(i), starts[i], starts[i + 1], entries));
    }
    return entries;
  }

  /** How many lines of the head stand above the period. */
  private int linesAbove(Anchor first) {
    Head beside = Head.of(List.of(first.rest()), section);
    if (beside.sure()) {
      return 0;
    }
    int above = 0;
    while (above < MAX_ABOVE
        && first.line() - above > 0
        && lines.get(first.line() - above - 1).headlike()) {
      above++;
    }
    return above;
  }

  private int start(int anchor, int floor, int above) {
    int start = anchor;
    while (anchor - start < above
        && start > floor
        && !lines.get(start).afterGap()
        && lines.get(start - 1).headlike()) {
      start--;
    }
    return start;
  }

  private CvEntry entry(Anchor anchor, int start, int end, List<CvEntry> before) {
    List<String> head = new ArrayList<>();
    for (int i = start; i < anchor.line(); i++) {
      head.add(lines.get(i).text());
    }
    head.add(anchor.rest());
    Head parts = Head.of(head, section);
    int next = anchor.line() + 1;
    for (int below = 0;
        below < MAX_BELOW
            && next < end
            && (parts.title() == null || parts.organisation() == null)
            && lines.get(next).headlike()
            && completes(parts, lines.get(next).text());
        below++) {
      head.add(lines.get(next).text());
      parts = Head.of(head, section);
      next++;
    }
    if (next < end && parts.location() == null && Places.certain(lines.get(next).text())) {
      parts =
          new Head(parts.title(), parts.organisation(), Places.bare(lines.get(next).text()), true);
      next++;
    }
    String organisation = parts.organisation();
    if (organisation == null && !lines.get(start).afterGap() && !before.isEmpty()) {
      organisation = before.getLast().organisation(); // several positions at one employer
    }
    return entry(parts.title(), organisation, parts, anchor.period(), description(next, end));
  }

  /** Whether a line below the period can be the missing part of the head. */
  private boolean completes(Head head, String line) {
    int titleness = Roles.titleness(line, section);
    if (head.title() != null) {
      return titleness <= 0 || Roles.titleness(head.title(), section) <= 0;
    }
    return true;
  }

  private CvEntry entry(
      @Nullable String title,
      @Nullable String organisation,
      Head head,
      Period period,
      @Nullable String description) {
    // A single date is when somebody got a degree, or when they worked for a while.
    String start = period.range() || section != Section.EDUCATION ? period.start() : null;
    return new CvEntry(
        title, organisation, head.location(), start, period.end(), period.current(), description);
  }

  private @Nullable String description(int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      Line line = lines.get(i);
      if (!text.isEmpty()) {
        text.append(line.item() || line.afterGap() ? "\n" : " ");
      }
      text.append(line.flat());
    }
    return text.isEmpty() ? null : Words.cut(text.toString(), MAX_DESCRIPTION);
  }

  /** Without periods, a gap or a bullet begins an entry; so does a title behind an organisation. */
  private List<CvEntry> undated() {
    List<List<String>> blocks = new ArrayList<>();
    boolean gaps = lines.stream().skip(1).anyMatch(Line::afterGap);
    for (Line line : lines) {
      if (blocks.isEmpty()
          || line.item()
          || (gaps && line.afterGap())
          || (!gaps && complete(blocks.getLast()))) {
        blocks.add(new ArrayList<>());
      }
      blocks.getLast().add(line.text());
    }
    List<CvEntry> entries = new ArrayList<>();
    for (List<String> block : blocks) {
      Head head = Head.of(block.subList(0, Math.min(block.size(), 1 + MAX_BELOW)), section);
      boolean known = Roles.titleness(String.join(" ", block), section) != 0 || head.sure();
      if (known && String.join(" ", block).length() <= 250) {
        entries.add(
            new CvEntry(
                head.title(), head.organisation(), head.location(), null, null, false, null));
      }
    }
    return entries;
  }

  private boolean complete(List<String> block) {
    if (block.size() > MAX_BELOW) {
      return true;
    }
    Head head = Head.of(block, section);
    return head.title() != null && head.organisation() != null;
  }
}
