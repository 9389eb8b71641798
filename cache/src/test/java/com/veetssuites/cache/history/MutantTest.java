package com.veetssuites.cache.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the search itself: each of these bugs, built into a copy of the sources, has to be found by
 * it in bounded time. The first three in every build, all with {@code -Plong}, those with some
 * words in their names with {@code -Dveets.mutant=words}.
 */
class MutantTest {

  private static final Map<String, Mutant> MUTANTS = new LinkedHashMap<>();

  @TempDir private Path folder;

  static {
    Path cache = Mutant.MAIN.resolve("TieredCache.java");
    Path follower = Mutant.MAIN.resolve("LogFollower.java");
    Path markers = Mutant.MAIN.resolve("Markers.java");
    MUTANTS.put(
        "the stamp is taken after the load",
        Mutant.of(
            cache,
            "one",
            """
                Entry<V> entry = store(key, name, value, load);
                load.contribute();
            """,
            """
                Load late = Load.of(null, follower.applied());
                for (long hash : load.dependencies()) {
                  late.dependOn(hash);
                }
                Entry<V> entry = store(key, name, value, late);
                load.contribute();
            """));
    MUTANTS.put(
        "an older flight is joined",
        Mutant.of(
            cache,
            "one",
            "    return !follower.valid(flight.began, path)\n        || !",
            "    return false && !",
            "        own\n            || ((proven()",
            "        true\n            || ((proven()"));
    MUTANTS.put(
        "invalidations are published before the commit",
        Mutant.of(
            Mutant.TEST.resolve("History.java"),
            "one",
            """
                long version = cells.write(cell);
                boolean everywhere = invalidate(node, random, cell, k);
            """,
            """
                boolean everywhere = invalidate(node, random, cell, k);
                long version = cells.write(cell);
            """));
    MUTANTS.put(
        "the version changes before the markers",
        Mutant.of(
            follower,
            "one",
            "        boolean changed = false;\n",
            "        boolean changed = false;\n        version++;\n        Thread.yield();\n",
            """
                    if (changed) {
                      version++;
                    }
            """,
            ""));
    MUTANTS.put(
        "a position is public before its markers",
        Mutant.of(
            follower,
            "four",
            "        boolean changed = false;\n",
            "        boolean changed = false;\n        Position old = applied;\n        applied = changes.end();\n        Thread.yield();\n",
            "          if (change.seq() > applied.seq()) {",
            "          if (change.seq() > old.seq()) {"));
    MUTANTS.put(
        "the epoch is not looked at",
        Mutant.of(
            follower,
            "four",
            """
                    && stamp.epoch() == epoch
                    && markers.valid(stamp.seq(), dependencies)
                    && stamp.epoch() == epoch;
            """,
            """
                    && markers.valid(stamp.seq(), dependencies);
            """));
    MUTANTS.put(
        "the second level is believed",
        Mutant.of(
            cache,
            "four",
            """
                if (!follower.valid(entry.stamp, entry.dependencies)) {
                  staleRejections.increment();
                  return null;
                }
            """,
            "",
            "    if (ticks.exact() >= entry.freshUntil || !valid(entry)) {",
            "    if (ticks.exact() >= entry.freshUntil) {"));
    MUTANTS.put(
        "an expiry is not looked at once an entry was found valid",
        Mutant.of(
            cache,
            "one",
            """
                if (!follower.valid(entry.stamp, entry.dependencies)
                    || follower.expired(entry.stamp, entry.expiry)) {
            """,
            """
                if (!follower.valid(entry.stamp, entry.dependencies)
                    || (entry.validAt == 0 && follower.expired(entry.stamp, entry.expiry))) {
            """));
    MUTANTS.put(
        "what waits for the log is not invalid here",
        Mutant.of(
            follower,
            "four",
            "          markers.mark(hash, Markers.PENDING);\n",
            "          markers.mark(hash, waiting.seq);\n"));
    MUTANTS.put(
        "the floor is ignored",
        Mutant.of(markers, "one", "    if (stamp < floor) {", "    if (stamp < 0) {"));
    MUTANTS.put(
        "fail-safe serves what was removed",
        Mutant.of(
            cache,
            "one",
            """
                if (!follower.valid(entry.stamp, entry.dependencies)) {
                  local.asMap().remove(key, entry);
                  return null;
                }
            """,
            ""));
    MUTANTS.put(
        "a hit in a load contributes nothing",
        Mutant.of(
            cache,
            "one",
            """
                if (load != null) {
                  load.includeTrue(entry.stamp, entry.dependencies);
            """,
            """
                if (load == null) {
                  return;
                }
                if (load.stamp().seq() < 0) {
            """));
    MUTANTS.put(
        "a snapshot is taken without its markers",
        Mutant.of(
            follower,
            "four",
            "        markers.reset(snapshot, anew, pending);\n",
            "        if (anew) {\n          markers.reset(snapshot, anew, pending);\n        }\n"));
    MUTANTS.put(
        "no proof is asked for",
        Mutant.of(
            cache,
            "four",
            "    return now < entry.freshUntil && now - provenAt < staleness;\n",
            "    return now < entry.freshUntil;\n",
            "    return ticks.exact() - follower.provenAt() < staleness;\n",
            "    return true;\n"));
    MUTANTS.put(
        "what could not be sent is forgotten",
        Mutant.of(
            follower,
            "four",
            "        send(waiting);\n        sent();\n",
            """
                    lock.lock();
                    try {
                      for (long hash : waiting) {
                        Pending here = pending.get(hash);
                        if (here != null) {
                          here.seq = applied.seq() + 1;
                        }
                      }
                      settle(waiting);
                    } finally {
                      lock.unlock();
                    }
                    if (waiting.length == 0) {
                      send(waiting);
                    }
                    sent();
            """));
    MUTANTS.put(
        "a stopped process goes on with the time of before",
        Mutant.of(
            cache,
            "redis",
            "provenAt == Long.MAX_VALUE ? ticks.coarse() : ticks.exact();",
            "ticks.coarse();"));
    MUTANTS.put(
        "what the log's epoch was is forgotten with Redis",
        Mutant.of(
            Mutant.MAIN.resolve("redis/LogScripts.java"),
            "redis",
            "or found[4] ~= run\n",
            "\n",
            "epoch, seq, floor, rotated = ARGV[3], 0, 0, 0\n",
            "epoch, seq, floor, rotated = '7', 0, 0, 0\n"));
  }

  static Stream<String> names() {
    String some = System.getProperty("veets.mutant", "");
    int most = Boolean.getBoolean("veets.mutants") || !some.isEmpty() ? MUTANTS.size() : 3;
    return MUTANTS.keySet().stream().filter(name -> name.contains(some)).limit(most);
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_deliberate_bug_is_found(String name) throws Exception {
    Mutant mutant = Objects.requireNonNull(MUTANTS.get(name));
    String found = mutant.searched(folder, Search.ofProperties().seed());

    assertThat(found).as(name).contains("had been acknowledged before the read began");
  }
}
