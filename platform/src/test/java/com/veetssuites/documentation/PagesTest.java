package com.veetssuites.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.documentation.ConfigurationReference.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links lead somewhere, and settings that a page names exist. */
class PagesTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
  private static final Pattern SETTING =
      Pattern.compile("(?<![\\w./-])veets(?:\\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*)+");
  private static final Pattern VARIABLE = Pattern.compile("\\bVEETS(?:_[A-Z0-9]+)+\\b");

  /** No settings, though they look like some. */
  private static final Set<String> OTHERS =
      Set.of("veets.home", "veets.jar", "veets.aot", "veets.dump", "veets.example.org");

  /** What the launcher reads, and commands without the application. */
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("VEETS_JAVA_OPTS", "VEETS_AOT", "VEETS_JDK_FOLDERS", "VEETS_TOKEN");

  private final List<Setting> settings = new ConfigurationReference().settings();

  PagesTest() throws IOException {}

  @Test
  void every_link_between_pages_leads_somewhere() throws IOException {
    for (Path page : pages()) {
      for (String link : found(LINK, Files.readString(page))) {
        if (link.contains("://")) {
          continue;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        assertThat(target).as("%s in %s", link, page).exists();
        if (parts.length == 2) {
          assertThat(anchors(target)).as("%s in %s", link, page).contains(parts[1]);
        }
      }
    }
  }

  @Test
  void every_setting_that_a_page_names_exists() throws IOException {
    for (Path page : pages()) {
      for (String name : found(SETTING, Files.readString(page))) {
        assertThat(OTHERS.contains(name) || settings.stream().anyMatch(each -> is(each, name)))
            .as("%s in %s", name, page)
            .isTrue();
      }
    }
  }

  @Test
  void every_variable_that_a_page_names_is_that_of_a_setting() throws IOException {
    Set<String> variables = settings.stream().map(Setting::variable).collect(Collectors.toSet());
    for (Path page : pages()) {
      for (String name : found(VARIABLE, Files.readString(page))) {
        assertThat(
                OF_THE_LAUNCHER.contains(name)
                    || variables.stream().anyMatch(each -> (each + "_").startsWith(name + "_")))
            .as("%s in %s", name, page)
            .isTrue();
      }
    }
  }

  /** The setting itself, a group that it is in, or something of a map. */
  private static boolean is(Setting setting, String name) {
    return (setting.name() + ".").startsWith(name + ".")
        || (setting.map() && name.startsWith(setting.name() + "."));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
      return Stream.concat(
              docs.filter(file -> file.toString().endsWith(".md")),
              Stream.of(Path.of("../README.md"), Path.of("../CONTRIBUTING.md")))
          .toList();
    }
  }

  /** What GitHub makes of headings. */
  private static Set<String> anchors(Path page) throws IOException {
    return found(HEADING, BLOCK.matcher(Files.readString(page)).replaceAll("")).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(PagesTest::last).toList();
  }

  private static String last(MatchResult result) {
    return result.group(result.groupCount());
  }
}
