package com.veetssuites.platform.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Headers and footers: what stands at the edge of several pages is read once. */
final class PageEdges {

  private static final int EDGE = 2;

  private PageEdges() {}

  static List<String> withoutRepetitions(List<List<String>> pages) {
    Map<String, Integer> counts = new HashMap<>();
    for (List<String> page : pages) {
      for (String line : Set.copyOf(edge(page))) {
        counts.merge(shape(line), 1, Integer::sum);
      }
    }
    Set<String> seen = new HashSet<>();
    List<String> texts = new ArrayList<>();
    for (List<String> page : pages) {
      Set<String> edge = new HashSet<>(edge(page));
      List<String> kept = new ArrayList<>();
      for (String line : page) {
        boolean repeated =
            !line.isEmpty() && edge.contains(line) && counts.getOrDefault(shape(line), 0) > 1;
        if (!repeated || seen.add(shape(line))) {
          kept.add(line);
        }
      }
      texts.add(String.join("\n", kept));
    }
    return texts;
  }

  private static List<String> edge(List<String> page) {
    List<String> lines = page.stream().filter(line -> !line.isEmpty()).toList();
    if (lines.size() <= 2 * EDGE) {
      return lines;
    }
    List<String> edge = new ArrayList<>(lines.subList(0, EDGE));
    edge.addAll(lines.subList(lines.size() - EDGE, lines.size()));
    return edge;
  }

  /** Numbers of pages differ. */
  private static String shape(String line) {
    return line.replaceAll("(?<!\\d)\\d{1,3}(?!\\d)", "#");
  }
}
