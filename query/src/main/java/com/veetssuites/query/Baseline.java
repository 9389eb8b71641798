package com.veetssuites.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The findings that are known and accepted: a text file of sorted lines, one a finding, that only
 * shrinks. Safe for many threads.
 *
 * <p>What happens to it is said by the system property {@value #PROPERTY}: {@code write} makes
 * {@link #save} write what has occurred, {@code shrink} makes it take out what has not; otherwise
 * the file is only read.
 */
public final class Baseline {

  /** {@code write} or {@code shrink}. */
  public static final String PROPERTY = "veets.query.baseline";

  /** More lines than this are not a baseline any more. */
  private static final int MOST = 10_000;

  /** What {@link #save} does. */
  public enum Mode {
    READ,
    SHRINK,
    WRITE
  }

  private static final Map<Path, Baseline> SHARED = new ConcurrentHashMap<>();

  private final @Nullable Path file;
  private final Mode mode;
  private final Set<String> known;
  private final Set<String> occurred = ConcurrentHashMap.newKeySet();

  private Baseline(@Nullable Path file, Mode mode, Set<String> known) {
    this.file = file;
    this.mode = mode;
    this.known = known;
  }

  /** Accepts nothing. */
  public static Baseline none() {
    return new Baseline(null, Mode.READ, Set.of());
  }

  /**
   * That of a file, which need not exist; what is done with it is said by {@value #PROPERTY}. All
   * applications of a program that name the same file share it.
   */
  public static Baseline of(Path file) {
    return SHARED.computeIfAbsent(
        file.toAbsolutePath().normalize(), path -> of(path, mode(System.getProperty(PROPERTY))));
  }

  /** Those of all files, to be saved at the end of a run of everything. */
  public static List<Baseline> shared() {
    return List.copyOf(SHARED.values());
  }

  /** That of a file, which need not exist. */
  public static Baseline of(Path file, Mode mode) {
    return new Baseline(file, mode, read(file));
  }

  private static Mode mode(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Mode.READ;
    }
    try {
      return Mode.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + " is write, shrink or read, not \"" + text + "\".", e);
    }
  }

  private static Set<String> read(Path file) {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    if (!Files.exists(file)) {
      return keys;
    }
    try (var lines = Files.lines(file)) {
      lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .limit(MOST)
          .forEach(keys::add);
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException(
          "The baseline of findings %s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
    for (String key : keys) {
      if (key.split(" \\| ", -1).length < 4) {
        throw new IllegalArgumentException(
            ("The baseline of findings %s has a line that is none: \"%s\"; a line is \"kind |"
                    + " what | scope | place\".")
                .formatted(file, key));
      }
    }
    return keys;
  }

  /** Whether the finding is known; one that occurs is noted. */
  boolean accepts(Finding finding) {
    if (file == null) {
      return false;
    }
    String key = finding.key();
    if (occurred.size() < MOST) {
      occurred.add(key);
    }
    return mode == Mode.WRITE || known.contains(key);
  }

  /** What is accepted and has not occurred so far. */
  public List<String> gone() {
    return known.stream().filter(each -> !occurred.contains(each)).sorted().toList();
  }

  /**
   * Writes the file where that was asked for, at the end of a run of everything.
   *
   * @return whether it has changed
   */
  public boolean save() {
    if (file == null || mode == Mode.READ) {
      return false;
    }
    Set<String> lines = new TreeSet<>(mode == Mode.WRITE ? occurred : known);
    lines.retainAll(occurred);
    if (lines.equals(known) && Files.exists(file)) {
      return false;
    }
    write(file, new ArrayList<>(lines));
    return true;
  }

  /** By a file beside it, so that nothing is half written. */
  private static void write(Path file, List<String> lines) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path beside = Files.createTempFile(folder, "baseline", null);
      Files.write(beside, lines);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The baseline of findings %s cannot be written: %s.".formatted(file, e.getMessage()), e);
    }
  }
}
