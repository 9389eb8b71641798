package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.InvalidationLog;
import com.veetssuites.cache.Tag;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one transaction has to invalidate, by the names of tags. Bounded: a table with too many
 * marks is marked as a whole.
 */
final class Marks {

  private static final int MOST_OF_A_TABLE = 256;
  private static final int MOST_TABLES = 256;
  private static final int MOST_OTHERS = 4096;

  private final Map<String, Set<String>> tables = new HashMap<>();
  private final Set<String> wholes = new LinkedHashSet<>();
  private final Set<String> others = new LinkedHashSet<>();
  private boolean everything;
  private boolean structure;

  void add(String table, String tag) {
    if (everything || wholes.contains(table) && !tag.equals(TableTags.any(table))) {
      return;
    }
    Set<String> ofTable = tables.computeIfAbsent(table, name -> new LinkedHashSet<>());
    ofTable.add(tag);
    if (tag.equals(TableTags.unknown(table)) || ofTable.size() > MOST_OF_A_TABLE) {
      wholes.add(table);
      tables.put(
          table, new LinkedHashSet<>(Set.of(TableTags.unknown(table), TableTags.any(table))));
    }
    if (tables.size() > MOST_TABLES) {
      everything();
    }
  }

  /** A mark that is not a table's: a tag, or the hash of a key. */
  void add(String tag) {
    others.add(tag);
    if (tag.equals(TableTags.EVERYTHING) || others.size() > MOST_OTHERS) {
      everything();
    }
  }

  void everything() {
    everything = true;
    tables.clear();
    wholes.clear();
    others.clear();
  }

  void structure() {
    structure = true;
  }

  boolean structural() {
    return structure;
  }

  void addAll(Marks more) {
    more.tables.forEach((table, tags) -> tags.forEach(tag -> add(table, tag)));
    more.others.forEach(this::add);
    structure |= more.structure;
    if (more.everything) {
      everything();
    }
  }

  boolean isEmpty() {
    return !everything && tables.isEmpty() && others.isEmpty();
  }

  /** The names of the tags. */
  Set<String> tags() {
    if (everything) {
      return Set.of(TableTags.EVERYTHING);
    }
    Set<String> tags = new LinkedHashSet<>(others);
    tables.values().forEach(tags::addAll);
    return tags;
  }

  /** The name that stands for a hash. */
  static String named(long hash) {
    return hash == InvalidationLog.EVERYTHING ? TableTags.EVERYTHING : "~%016x".formatted(hash);
  }

  /** The hashes of tags; of a name that is none, the one that invalidates everything. */
  static long[] hashes(Collection<String> tags) {
    return tags.stream().mapToLong(Marks::hash).distinct().toArray();
  }

  private static long hash(String tag) {
    if (tag.equals(TableTags.EVERYTHING)) {
      return InvalidationLog.EVERYTHING;
    }
    try {
      return tag.length() == 17 && tag.startsWith("~")
          ? Long.parseUnsignedLong(tag, 1, 17, 16)
          : new Tag(tag).hash();
    } catch (IllegalArgumentException e) {
      return InvalidationLog.EVERYTHING;
    }
  }
}
