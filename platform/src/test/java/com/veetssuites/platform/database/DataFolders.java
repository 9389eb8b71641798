package com.veetssuites.platform.database;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Data folders for tests: copies of one that is made once, in a place that every user can reach.
 */
final class DataFolders {

  private static final List<String> NEEDED =
      List.of(
          "command-",
          "platform-",
          "testing-",
          "commons-",
          "xz-",
          "postgresql-",
          "slf4j-",
          "logback-",
          "binaries-linux-",
          "jspecify-");

  private final Path root;
  private final Path template;
  private int count;

  DataFolders() throws IOException, InterruptedException {
    root = Files.createTempDirectory("veets-test");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    template = root.resolve("template");
    try (VeetsProcess process = VeetsProcess.start("serve", template)) {
      if (!process.isReady()) {
        throw new IOException(process.answer);
      }
    }
  }

  /** A folder with the binaries, and no database yet. */
  Path empty() throws IOException, InterruptedException {
    Path folder = Files.createDirectory(root.resolve("data " + ++count));
    run(
        "cp",
        "--archive",
        "--link",
        template.resolve("postgres-binaries").toString(),
        folder.toString());
    return folder;
  }

  /** A folder with a database. */
  Path withDatabase() throws IOException, InterruptedException {
    Path folder = empty();
    run("cp", "--archive", template.resolve("postgres").toString(), folder.toString());
    return folder;
  }

  /** A folder with nothing in it. */
  Path bare() throws IOException {
    return Files.createDirectory(root.resolve("data " + ++count));
  }

  /** A copy of this class path, of what an embedded database needs, that every user can read. */
  String classPath() throws IOException, InterruptedException {
    Path copy = root.resolve("class-path");
    if (Files.notExists(copy)) {
      Files.createDirectory(copy);
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path path = Path.of(entry);
        if (Files.isDirectory(path)) {
          run("cp", "--recursive", "--parents", entry, copy.toString());
        } else if (NEEDED.stream().anyMatch(path.getFileName().toString()::startsWith)
            || entry.contains("binaries-linux-")) {
          run("cp", entry, copy.toString());
        }
      }
      run("chmod", "-R", "a+rX", copy.toString());
    }
    return Stream.concat(
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.isDirectory(Path.of(entry)))
                .map(entry -> copy + entry),
            Stream.of(copy + "/*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  void delete() throws IOException, InterruptedException {
    run("rm", "-rf", root.toString());
  }

  static void run(String... command) throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException(String.join(" ", command) + ": exit code " + exitCode);
    }
  }
}
