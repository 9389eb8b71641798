package com.veetssuites.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.autoconfigure.CacheProperties;
import com.veetssuites.documentation.ConfigurationReference.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The tables of docs/configuration.md are what the settings are. */
class ConfigurationReferenceTest {

  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final String BEGIN =
      "<!-- What follows is generated: -Dtest=ConfigurationReferenceTest -Ddocs.write=true -->\n";

  private final ConfigurationReference reference = new ConfigurationReference();

  ConfigurationReferenceTest() throws IOException {}

  @Test
  void the_page_shows_every_setting_as_it_is() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains(BEGIN);
    String written = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, written + reference.markdown());
    }
    assertThat(Files.readString(PAGE))
        .as(
            "To write the tables anew: ./mvnw -pl platform -am test"
                + " -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Ddocs.write=true")
        .isEqualTo(written + reference.markdown());
  }

  @Test
  void every_setting_says_what_it_is_for() {
    assertThat(reference.settings()).hasSizeGreaterThan(100);
    assertThat(reference.settings())
        .allSatisfy(setting -> {
          assertThat(setting.description()).as(setting.name()).isNotBlank();
          assertThat(setting.module()).as(setting.name()).isNotBlank();
          assertThat(ConfigurationReference.type(setting.type()))
              .as("%s needs @NestedConfigurationProperty", setting.name())
              .isNotEqualTo(ConfigurationReference.GROUP);
        });
  }

  @Test
  void every_environment_variable_is_understood_as_it_is_spelled() {
    Map<String, Object> variables =
        reference.settings().stream()
            .filter(setting -> !setting.map())
            .collect(Collectors.toMap(Setting::variable, Setting::name));
    Binder binder = binder(variables);

    assertThat(variables).hasSizeGreaterThan(100);
    variables.forEach((variable, name) ->
        assertThat(binder.bind(name.toString(), String.class).orElse(""))
            .as(variable)
            .isEqualTo(name));
  }

  @Test
  void a_variable_reaches_a_group_with_a_dash_in_its_name() {
    CacheProperties cache =
        binder(Map.of("VEETS_CACHE_REGION_DEFAULTS_MAX_WEIGHT", "4711"))
            .bind("veets.cache", CacheProperties.class)
            .get();

    assertThat(Objects.requireNonNull(cache.regionDefaults()).maxWeight()).isEqualTo(4711);
  }

  private static Binder binder(Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    return Binder.get(environment);
  }
}
