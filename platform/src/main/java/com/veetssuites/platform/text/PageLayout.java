package com.veetssuites.platform.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a person reads a page: it is cut along the white gutters between its columns
 * (after the recursive XY-cut of Nagy and Seth, 1984), and what is no column is a line whose
 * segments are cells. A column of dates or labels beside the text is no column of its own: it
 * belongs to the lines beside it.
 */
final class PageLayout {

  private static final int MAX_DEPTH = 6;
  private static final int LEAST_LINES = 4;
  private static final double ALIGNED = 0.85;
  private static final double BELONGING = 0.3;

  private static final Pattern DATE =
      Pattern.compile("(^|\\D)(19|20)\\d\\d(\\D|$)|\\d{1,2}[./]\\d{2}\\b");

  private PageLayout() {}

  /** The lines of a page; an empty one where there is a gap. */
  static List<String> lines(List<Segment> segments) {
    List<String> lines = new ArrayList<>();
    List<Segment> sorted = new ArrayList<>(segments);
    sorted.sort(Comparator.comparingDouble(Segment::baseline).thenComparingDouble(Segment::left));
    addRegion(sorted, lines, 0);
    return lines;
  }

  /** Where a region is cut in two columns. */
  private record Gutter(double x, int from, int to) {}

  private static void addRegion(List<Segment> region, List<String> lines, int depth) {
    if (region.isEmpty()) {
      return;
    }
    Gutter gutter = depth == MAX_DEPTH ? null : gutter(region);
    if (gutter == null) {
      addRows(region, lines);
      return;
    }
    List<Segment> between = region.subList(gutter.from(), gutter.to());
    addRegion(region.subList(0, gutter.from()), lines, depth + 1);
    gap(lines);
    addRegion(leftOf(gutter.x(), between), lines, depth + 1);
    gap(lines);
    addRegion(rightOf(gutter.x(), between), lines, depth + 1);
    gap(lines);
    addRegion(region.subList(gutter.to(), region.size()), lines, depth + 1);
  }

  private static List<Segment> leftOf(double x, List<Segment> segments) {
    return segments.stream().filter(segment -> segment.left() < x).toList();
  }

  private static List<Segment> rightOf(double x, List<Segment> segments) {
    return segments.stream().filter(segment -> segment.left() >= x).toList();
  }

  /** The gutter beside which the most segments stand. */
  private static @Nullable Gutter gutter(List<Segment> region) {
    // A gutter ends where something begins.
    var candidates = new TreeSet<Double>();
    for (Segment segment : region) {
      candidates.add(Math.floor(segment.left() / 4) * 4);
    }
    Gutter best = null;
    for (double x : candidates) {
      int from = 0;
      for (int i = 0; i <= region.size(); i++) {
        if (i == region.size() || region.get(i).crosses(x)) {
          if ((best == null || i - from > best.to() - best.from())
              && separates(region.subList(from, i), x)) {
            best = new Gutter(x, from, i);
          }
          from = i + 1;
        }
      }
    }
    return best;
  }

  private static boolean separates(List<Segment> segments, double x) {
    if (segments.size() < 2 * LEAST_LINES) {
      return false;
    }
    List<Segment> left = leftOf(x, segments);
    List<Segment> right = rightOf(x, segments);
    return left.size() >= LEAST_LINES
        && right.size() >= LEAST_LINES
        && overlap(left, right)
        && !areRows(left, right);
  }

  /** Whether they stand beside each other for a while, and not one above the other. */
  private static boolean overlap(List<Segment> left, List<Segment> right) {
    double top = Math.max(left.getFirst().baseline(), right.getFirst().baseline());
    double bottom = Math.min(left.getLast().baseline(), right.getLast().baseline());
    return bottom - top > 2 * Segment.typicalSize(left);
  }

  private static boolean areRows(List<Segment> left, List<Segment> right) {
    if (belong(left, right, true) || belong(right, left, false)) {
      return true;
    }
    List<Segment> sparse = left.size() <= right.size() ? left : right;
    List<Segment> dense = sparse == left ? right : left;
    return aligned(sparse, dense) >= ALIGNED && !hasRunOfLines(sparse);
  }

  /** Whether much of it is dates and labels that stand beside lines of the other. */
  private static boolean belong(List<Segment> segments, List<Segment> others, boolean labels) {
    List<Segment> belonging =
        segments.stream()
            .filter(segment -> isDate(segment.text()) || (labels && segment.text().endsWith(":")))
            .toList();
    return belonging.size() >= BELONGING * segments.size() && aligned(belonging, others) >= ALIGNED;
  }

  private static double aligned(List<Segment> segments, List<Segment> others) {
    long aligned =
        segments.stream()
            .filter(segment -> others.stream().anyMatch(other -> segment.beside(other)))
            .count();
    return segments.isEmpty() ? 0 : (double) aligned / segments.size();
  }

  private static boolean isDate(String text) {
    return text.length() <= 40 && DATE.matcher(text).find();
  }

  /** Whether some lines follow each other as closely as lines of a text do. */
  private static boolean hasRunOfLines(List<Segment> segments) {
    int run = 1;
    for (int i = 1; i < segments.size(); i++) {
      double distance = segments.get(i).baseline() - segments.get(i - 1).baseline();
      run = distance < 1.7 * segments.get(i).size() ? run + 1 : 1;
      if (run >= LEAST_LINES) {
        return true;
      }
    }
    return false;
  }

  private static void addRows(List<Segment> region, List<String> lines) {
    List<List<Segment>> rows = new ArrayList<>();
    for (Segment segment : region) {
      if (rows.isEmpty() || !segment.beside(rows.getLast().getFirst())) {
        rows.add(new ArrayList<>());
      }
      rows.getLast().add(segment);
    }
    double leading = leading(rows);
    double previous = Double.NaN;
    for (List<Segment> row : rows) {
      double baseline = row.getFirst().baseline();
      if (baseline - previous > 1.4 * leading) {
        gap(lines);
      }
      row.sort(Comparator.comparingDouble(Segment::left));
      lines.add(String.join("\t", row.stream().map(Segment::text).toList()));
      previous = baseline;
    }
  }

  /** The usual distance of two lines. */
  private static double leading(List<List<Segment>> rows) {
    List<Double> distances = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      distances.add(rows.get(i).getFirst().baseline() - rows.get(i - 1).getFirst().baseline());
    }
    distances.sort(Comparator.naturalOrder());
    return distances.isEmpty() ? Double.MAX_VALUE : distances.get(distances.size() / 2);
  }

  private static void gap(List<String> lines) {
    if (!lines.isEmpty() && !lines.getLast().isEmpty()) {
      lines.add("");
    }
  }
}
