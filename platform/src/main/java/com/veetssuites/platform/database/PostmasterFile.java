package com.veetssuites.platform.database;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code postmaster.pid}: which process runs PostgreSQL on a cluster, or did.
 *
 * @param content the file as it was read
 * @param pid number of the process
 * @param port where it listens
 * @param ready whether it accepts connections
 */
record PostmasterFile(String content, long pid, int port, boolean ready) {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  // Above every process number of Linux and macOS: for PostgreSQL, a process that has ended.
  private static final String NOBODY = "2147483646";

  /** Reads the file; null when there is none, or only a beginning of it. */
  static @Nullable PostmasterFile read(Path file) throws IOException {
    String content;
    try {
      content = Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    List<String> lines = content.lines().map(String::strip).toList();
    if (lines.isEmpty() || !lines.getFirst().matches("\\d{1,10}")) {
      return null;
    }
    boolean listens = lines.size() > 3 && lines.get(3).matches("\\d{1,5}");
    return new PostmasterFile(
        content,
        Long.parseLong(lines.getFirst()),
        listens ? Integer.parseInt(lines.get(3)) : 0,
        lines.size() > 7 && lines.get(7).equals("ready"));
  }

  /**
   * Whether the process lives and is the PostgreSQL of this cluster, and not one that got the
   * number since, or the PostgreSQL of the folder that this one is a copy of: PostgreSQL works in
   * the folder of its cluster.
   */
  boolean runs(Path cluster, ServerAccount account) throws IOException {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null || !process.isAlive()) {
      return false;
    }
    if (Files.notExists(Path.of("/proc/self/cwd"))) {
      return process.info().command().map(command -> command.endsWith("/postgres")).orElse(false);
    }
    try {
      return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), cluster);
    } catch (NoSuchFileException e) {
      return false;
    } catch (AccessDeniedException e) {
      // Another user's process. It is ours only if it runs as the account that PostgreSQL runs as.
      return Subprocess.run(
              TIMEOUT, account.command("test", "/proc/" + pid + "/cwd", "-ef", cluster.toString()))
          .succeeded();
    }
  }

  /**
   * Makes a file that names a process of another kind harmless. PostgreSQL would refuse to start,
   * as that process lives. The file is not deleted: PostgreSQL also learns from it whether children
   * of a dead server still write.
   */
  void disarm(Path file) throws IOException {
    Files.writeString(file, content.replaceFirst("\\d+", NOBODY));
  }
}
