package com.veetssuites.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The pages in docs/, as tests read them. */
final class Pages {

  private static final Path FOLDER = Path.of("../docs");

  private Pages() {}

  static String text(String page) throws IOException {
    return Files.readString(FOLDER.resolve(page));
  }

  /** The lines of all blocks of code in a language, stripped and without empty ones. */
  static List<String> code(String page, String language) throws IOException {
    return Arrays.stream(text(page).split("```" + language + "\n", -1))
        .skip(1)
        .flatMap(block -> block.substring(0, block.indexOf("```")).lines())
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
