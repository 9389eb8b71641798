package com.veetssuites.cache.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A deliberate bug: pieces of one source file, and what stands there instead.
 *
 * @param source the file
 * @param search which search has to find it: {@code one} node, {@code four} or {@code redis}
 * @param patches what is replaced by what
 */
record Mutant(Path source, String search, List<Patch> patches) {

  static final Path MAIN = Path.of("src/main/java/com/veetssuites/cache");
  static final Path TEST = Path.of("src/test/java/com/veetssuites/cache/history");

  private static final int STEPS = 2_000_000;
  private static final int MOST_SECONDS = 60;

  record Patch(String from, String to) {}

  static Mutant of(Path source, String search, String... patches) {
    List<Patch> list = new ArrayList<>();
    for (int i = 0; i < patches.length; i += 2) {
      list.add(new Patch(patches[i], patches[i + 1]));
    }
    return new Mutant(source, search, list);
  }

  /** What the search says of a program with this bug; empty when it finds nothing. */
  String searched(Path folder, long seed) throws IOException, InterruptedException {
    compile(folder);
    String classPath = folder + ":" + System.getProperty("java.class.path");
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                classPath,
                Search.class.getName(),
                search,
                folder.resolve("cells").toString(),
                String.valueOf(seed),
                String.valueOf(STEPS))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        return "";
      }
    } finally {
      // In order first: it has started processes itself.
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    String said = Files.readString(output);
    if (process.exitValue() != 0 && process.exitValue() != Search.FOUND) {
      throw new IllegalStateException("The search broke off:\n" + said);
    }
    return process.exitValue() == 0 ? "" : said;
  }

  private void compile(Path folder) throws IOException {
    String text = Files.readString(source);
    for (Patch patch : patches) {
      int at = text.indexOf(patch.from());
      if (at < 0 || text.indexOf(patch.from(), at + 1) >= 0) {
        throw new AssertionError(
            "%s no longer contains this text exactly once; write the mutant anew for what stands there now:%n%s"
                .formatted(source, patch.from()));
      }
      text = text.replace(patch.from(), patch.to());
    }
    Path mutated = folder.resolve(source.getFileName());
    Files.writeString(mutated, text);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path errors = folder.resolve("errors.txt");
    try (var out = Files.newOutputStream(errors)) {
      int status =
          compiler.run(
              null,
              out,
              out,
              "-proc:none",
              "-nowarn",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              folder.toString(),
              mutated.toString());
      if (status != 0) {
        throw new AssertionError("The mutant does not compile: " + Files.readString(errors, UTF_8));
      }
    }
  }
}
