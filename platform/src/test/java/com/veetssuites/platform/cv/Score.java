package com.veetssuites.platform.cv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Counts which of the expected fields were found, and what was found beside them. */
final class Score {

  private int right;
  private int all;
  private final List<String> misses = new ArrayList<>();

  double share() {
    return (double) right / all;
  }

  List<String> misses() {
    return misses;
  }

  void add(Score other) {
    right += other.right;
    all += other.all;
    misses.addAll(other.misses);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d of %d fields, %.1f %%", right, all, 100 * share());
  }

  static Score of(String name, JsonNode expected, JsonNode found) {
    var score = new Score();
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      String what = name + " " + field.getKey();
      JsonNode actual = found.path(field.getKey());
      if (!field.getValue().isArray()) {
        score.count(what, field.getValue(), actual);
      } else if (field.getValue().path(0).isObject()) {
        score.countEntries(what, field.getValue(), actual);
      } else {
        score.countElements(what, field.getValue(), actual);
      }
    }
    return score;
  }

  private void count(String what, JsonNode expected, JsonNode actual) {
    boolean same = plain(expected).equals(plain(actual));
    all++;
    right += same ? 1 : 0;
    if (!same) {
      misses.add("%s: expected %s, found %s".formatted(what, expected, actual));
    }
  }

  private void countElements(String what, JsonNode expected, JsonNode actual) {
    List<String> found = new ArrayList<>();
    actual.forEach(element -> found.add(plain(element)));
    for (JsonNode element : expected) {
      all++;
      if (found.remove(plain(element))) {
        right++;
      } else {
        misses.add("%s: %s is not in %s".formatted(what, element, actual));
      }
    }
    found.forEach(surplus -> surplus(what, surplus));
  }

  /** Entries are compared in their order in the document. */
  private void countEntries(String what, JsonNode expected, JsonNode actual) {
    for (int i = 0; i < expected.size(); i++) {
      for (Map.Entry<String, JsonNode> field : expected.get(i).properties()) {
        count(
            "%s %d %s".formatted(what, i, field.getKey()),
            field.getValue(),
            actual.path(i).path(field.getKey()));
      }
    }
    for (int i = expected.size(); i < actual.size(); i++) {
      surplus(what, actual.get(i).toString());
    }
  }

  private void surplus(String what, String surplus) {
    all++;
    misses.add("%s: %s was not expected".formatted(what, surplus));
  }

  private static String plain(JsonNode node) {
    String text = node.isValueNode() ? node.asString() : node.toString();
    return text.toLowerCase(Locale.ROOT).replaceAll("^https?://(www\\.)?|/$", "");
  }
}
