package com.veetssuites.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/seed.md names as proof is there. */
class SeedPageTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+Tests?)`");
  private static final Pattern INDEX = Pattern.compile("\\w+_idx\\b");

  @Test
  void every_test_that_is_named_exists() throws IOException {
    Set<String> tests;
    try (Stream<Path> files = Files.find(Path.of(".."), 20, (file, as) -> isTest(file))) {
      tests =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    Set<String> named =
        TEST.matcher(Pages.text("seed.md"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(named).hasSizeGreaterThan(50);
    assertThat(tests).containsAll(named);
  }

  @Test
  void every_index_that_is_named_is_made_by_a_migration() throws IOException {
    String schema = Files.readString(Path.of("src/main/resources/db/migration/V1__platform.sql"));
    assertThat(INDEX.matcher(Pages.text("seed.md")).results().map(MatchResult::group))
        .isNotEmpty()
        .allSatisfy(index -> assertThat(schema).contains(index));
  }

  private static boolean isTest(Path file) {
    return file.toString().contains("/src/test/java/") && file.toString().endsWith(".java");
  }
}
