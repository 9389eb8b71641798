package com.veetssuites.platform.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pdfbox.text.TextPosition;

/**
 * Puts the glyphs of a page together to words and segments, by where they stand: the order in which
 * a document draws them says nothing, and many draw no spaces.
 */
final class PageSegments {

  /** Gaps in sizes of the font: of a word, and of a segment. */
  private static final double WORD_GAP = 0.17;

  /** Between the words of text that is spaced out. */
  private static final double WIDE_WORD_GAP = 0.55;

  private static final double SEGMENT_GAP = 1.4;

  private PageSegments() {}

  static List<Segment> of(List<TextPosition> glyphs) {
    List<Segment> segments = new ArrayList<>();
    // Text that stands upright does not belong to lines that lie.
    for (float direction : new float[] {0, 90, 180, 270}) {
      List<TextPosition> standing =
          glyphs.stream()
              .filter(glyph -> nearest(glyph.getDir()) == direction)
              .filter(glyph -> glyph.getUnicode() != null && !glyph.getUnicode().isEmpty())
              .sorted(Comparator.comparingDouble(TextPosition::getYDirAdj))
              .toList();
      addLines(standing, segments);
    }
    return segments;
  }

  private static float nearest(float direction) {
    return Math.floorMod(Math.round(direction / 90), 4) * 90;
  }

  private static void addLines(List<TextPosition> glyphs, List<Segment> segments) {
    List<TextPosition> line = new ArrayList<>();
    double baseline = 0;
    for (TextPosition glyph : glyphs) {
      if (!line.isEmpty() && glyph.getYDirAdj() - baseline > 0.35 * size(glyph)) {
        addSegments(line, segments);
        line.clear();
      }
      if (line.isEmpty()) {
        baseline = glyph.getYDirAdj();
      }
      line.add(glyph);
    }
    addSegments(line, segments);
  }

  private static void addSegments(List<TextPosition> line, List<Segment> segments) {
    line.sort(Comparator.comparingDouble(TextPosition::getXDirAdj));
    var text = new StringBuilder();
    double left = 0;
    double right = 0;
    double baseline = 0;
    double size = 0;
    boolean space = false;
    for (TextPosition glyph : line) {
      if (glyph.getUnicode().isBlank()) {
        space = true;
        continue;
      }
      double gap = glyph.getXDirAdj() - right;
      if (!text.isEmpty() && gap > SEGMENT_GAP * Math.max(size, size(glyph))) {
        segments.add(new Segment(left, right, baseline, size, text.toString()));
        text.setLength(0);
      }
      if (text.isEmpty()) {
        left = glyph.getXDirAdj();
        right = left;
        baseline = glyph.getYDirAdj();
        size = size(glyph);
      } else if (gap > WORD_GAP * size || (space && gap > 0.05 * size)) {
        text.append(gap > WIDE_WORD_GAP * size ? "  " : " ");
      }
      text.append(glyph.getUnicode());
      right = Math.max(right, glyph.getXDirAdj() + glyph.getWidthDirAdj());
      size = Math.max(size, size(glyph));
      space = false;
    }
    if (!text.isEmpty()) {
      segments.add(new Segment(left, right, baseline, size, text.toString()));
    }
  }

  private static double size(TextPosition glyph) {
    return Math.clamp(glyph.getFontSizeInPt(), 2, 200);
  }
}
