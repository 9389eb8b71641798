package com.veetssuites.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sentences that docs/troubleshooting.md explains are sentences of the program. */
class TroubleshootingTest {

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** Where a string of Java goes on in the next line, or in the next string. */
  private static final Pattern SEAM = Pattern.compile("\"\\s*\\+\\s*\"|\\\\\\n\\s*");

  @Test
  void every_sentence_that_is_explained_can_be_met() throws IOException {
    String program = program();
    List<String> pieces = pieces();

    assertThat(pieces).hasSizeGreaterThan(50);
    assertThat(pieces.stream().filter(piece -> !program.contains(piece))).isEmpty();
  }

  /** What is quoted in the first column, without what differs from time to time. */
  private static List<String> pieces() throws IOException {
    String page = Pages.text("troubleshooting.md");
    List<String> pieces = new ArrayList<>();
    page.substring(page.indexOf("## What it says"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|")[1])
        .flatMap(cell -> QUOTED.matcher(cell).results().map(quoted -> quoted.group(1)))
        .flatMap(sentence -> Stream.of(sentence.split("…")))
        .map(String::strip)
        .filter(piece -> piece.length() > 8)
        .forEach(pieces::add);
    return pieces;
  }

  private static String program() throws IOException {
    var text = new StringBuilder(Files.readString(Path.of("../veets")));
    try (Stream<Path> folders = Files.list(Path.of(".."))) {
      for (Path sources : folders.map(folder -> folder.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
              text.append(Files.readString(file));
            }
          }
        }
      }
    }
    return SEAM.matcher(text).replaceAll("").replace("\\\"", "\"");
  }
}
