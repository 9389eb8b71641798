package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What this package does to whole folders, and what it says when the file system refuses. */
final class Folders {

  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded");

  private Folders() {}

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Deletes what can be deleted: the rest is tried again on the next start. */
  static void deleteQuietly(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      // The failure that led here matters more than what it leaves.
    }
  }

  /**
   * Gives a folder and all in it to this user; the folder last, so that it tells whether all is
   * done.
   */
  static void give(Path folder, int user, int group) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  static int group(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:gid");
  }

  /** A sentence for what the file system, or a program that met it, refused. */
  static CommandFailed failure(Path dataFolder, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    if (full(reason)) {
      return full(dataFolder);
    }
    if (cause instanceof AccessDeniedException || reason.contains("Read-only file system")) {
      return new CommandFailed(
          """
          The data folder %s cannot be written by this user (%s): make it writable, or name another with \
          VEETS_DATA_FOLDER.\
          """
              .formatted(dataFolder, reason),
          cause);
    }
    return new CommandFailed(
        "The database in %s cannot be opened: %s (%s)."
            .formatted(dataFolder, reason, cause.getClass().getSimpleName()),
        cause);
  }

  static boolean full(String reason) {
    return FULL.stream().anyMatch(reason::contains);
  }

  static CommandFailed full(Path dataFolder) {
    return new CommandFailed(
        """
        The disk of the data folder %s is full: free some space (the embedded PostgreSQL needs about 300 MB to begin \
        with), or name another folder with VEETS_DATA_FOLDER.\
        """
            .formatted(dataFolder));
  }
}
