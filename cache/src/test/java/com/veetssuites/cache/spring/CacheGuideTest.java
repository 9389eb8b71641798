package com.veetssuites.cache.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.WarmRequest;
import com.veetssuites.cache.autoconfigure.CacheAnnotationsAutoConfiguration;
import com.veetssuites.cache.autoconfigure.CacheAutoConfiguration;
import com.veetssuites.cache.autoconfigure.CacheWarmersAutoConfiguration;
import com.veetssuites.cache.autoconfigure.SpringCacheAutoConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The guide's examples do what it says. */
class CacheGuideTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  CacheAutoConfiguration.class,
                  SpringCacheAutoConfiguration.class,
                  CacheAnnotationsAutoConfiguration.class,
                  CacheWarmersAutoConfiguration.class))
          .withBean(CacheGuide.Profiles.class)
          .withBean(CacheGuide.Catalogue.class)
          .withBean(CacheGuide.ProfileWarmer.class);

  @Test
  void every_line_of_java_in_the_guide_is_compiled() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/com/veetssuites/cache/spring/CacheGuide.java"));
    Set<String> compiled = source.lines().map(String::strip).collect(Collectors.toSet());
    List<String> shown = shown();

    assertThat(shown).isNotEmpty();
    assertThat(compiled).containsAll(shown);
  }

  private static List<String> shown() throws IOException {
    String[] blocks = Files.readString(Path.of("../docs/cache.md")).split("```java\n", -1);
    return List.of(blocks).stream()
        .skip(1)
        .flatMap(block -> block.substring(0, block.indexOf("```")).lines())
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void the_examples_work() {
    runner.run(context -> {
      TieredCaches caches = context.getBean(TieredCaches.class);
      CacheGuide.Profiles profiles = context.getBean(CacheGuide.Profiles.class);
      CacheGuide.Catalogue catalogue = context.getBean(CacheGuide.Catalogue.class);

      var first = profiles.profile(7);
      assertThat(profiles.profile(7)).isSameAs(first);
      caches.invalidate(new Tag("users#7"));
      assertThat(profiles.profile(7)).isNotEqualTo(first);
      long price = catalogue.price(7);
      assertThat(catalogue.price(7)).isEqualTo(price);
      assertThat(catalogue.popular(10)).isSameAs(catalogue.popular(10));
      CacheGuide.drop(caches, profiles.region());
      assertThat(catalogue.price(7)).isNotEqualTo(price);
      assertThat(
              context
                  .getBean(CacheWarmers.class)
                  .warm(List.of("profiles"), new WarmRequest(Map.of("ids", "1,2")), part -> {})
                  .done())
          .isEqualTo(2);
    });
  }
}
