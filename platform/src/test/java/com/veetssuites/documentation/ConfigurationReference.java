package com.veetssuites.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of all modules on the class path as tables, made of what the compiler wrote down
 * about them: {@code META-INF/spring-configuration-metadata.json}.
 */
final class ConfigurationReference {

  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");
  private static final Pattern LIST = Pattern.compile("^\\[(.*)]$");
  private static final Pattern MODULE = Pattern.compile("com\\.veetssuites\\.(\\w+)\\..*");

  /** What a type is called that has settings of its own. */
  static final String GROUP = "group";

  /** Modules that come first; whatever else there is follows by its name, the platform last. */
  private static final List<String> ORDER =
      List.of("cache", "response", "query", "task", "monitor", "command");

  private final TreeMap<String, Setting> settings = new TreeMap<>();
  private final Map<String, String> platform;

  /**
   * One property.
   *
   * @param type its type in Java, generic where it is
   * @param fallback its value when nobody says another; null when there is none
   * @param source the class that declares it
   */
  record Setting(
      String name, String type, @Nullable String fallback, String description, String source) {

    /** How an environment variable spells it. */
    String variable() {
      return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    boolean map() {
      return type.startsWith("java.util.Map<");
    }

    String module() {
      var matcher = MODULE.matcher(source);
      return matcher.matches() ? matcher.group(1) : "";
    }
  }

  ConfigurationReference() throws IOException {
    ClassLoader loader = ConfigurationReference.class.getClassLoader();
    for (URL url : Collections.list(loader.getResources(METADATA))) {
      try (InputStream text = url.openStream()) {
        for (JsonNode property : JsonMapper.shared().readTree(text).path("properties")) {
          if (property.path("name").asString().startsWith("veets.")) {
            Setting setting = setting(property);
            settings.put(setting.name(), setting);
          }
        }
      }
    }
    platform = platform();
  }

  private static Setting setting(JsonNode property) {
    JsonNode fallback = property.path("defaultValue");
    return new Setting(
        property.path("name").asString(),
        property.path("type").asString(),
        fallback.isMissingNode() ? null : text(fallback),
        property.path("description").asString(""),
        property.path("sourceType").asString(""));
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
        : LIST.matcher(value.asString()).replaceAll("$1").replace(", ", ",");
  }

  /** What the platform says in its own configuration, placeholders as they are. */
  private static Map<String, String> platform() {
    var yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new ClassPathResource("application.yaml"));
    Properties properties = new Properties();
    properties.putAll(yaml.getObject() == null ? Map.of() : yaml.getObject());
    Map<String, String> values = new TreeMap<>();
    properties.forEach((name, value) -> values.put(name.toString(), value.toString()));
    return values;
  }

  List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  /** All of them as Markdown, a section each module. */
  String markdown() {
    Map<String, List<Setting>> modules =
        settings.values().stream()
            .collect(Collectors.groupingBy(Setting::module, TreeMap::new, Collectors.toList()));
    var page = new StringBuilder();
    modules.keySet().stream()
        .sorted((one, other) -> place(one) - place(other))
        .forEach(module -> section(module, modules.getOrDefault(module, List.of()), page));
    return page.toString();
  }

  private static int place(String module) {
    int place = ORDER.indexOf(module);
    return module.equals("platform") ? Integer.MAX_VALUE : place < 0 ? ORDER.size() : place;
  }

  private void section(String module, List<Setting> of, StringBuilder page) {
    page.append("\n## ").append(module).append("\n");
    String group = "";
    for (Setting setting : of) {
      // The platform has a record for each domain; the other modules have one.
      String next = module.equals("platform") ? setting.name().split("\\.")[1] : module;
      if (!next.equals(group)) {
        if (!next.equals(module)) {
          page.append("\n### %s\n".formatted(next));
        }
        page.append("\n| setting, environment variable | type | default | |\n|---|---|---|---|\n");
        group = next;
      }
      row(setting, page);
    }
  }

  private void row(Setting setting, StringBuilder page) {
    page.append("| `%s`".formatted(setting.name() + (setting.map() ? ".<name>" : "")));
    if (!setting.map()) {
      page.append("<br>`%s`".formatted(setting.variable()));
    }
    page.append(
        " | %s | %s | %s |\n"
            .formatted(
                type(setting.type()), fallback(setting), description(setting.description())));
  }

  private String fallback(Setting setting) {
    String usual =
        setting.fallback() == null || setting.fallback().isEmpty()
            ? "none"
            : code(setting.fallback());
    String here =
        setting.map()
            ? entries(setting.name())
            : platform.containsKey(setting.name()) ? code(platform.get(setting.name())) : "";
    return here.isEmpty() ? usual : usual + "<br>platform: " + here;
  }

  private String entries(String map) {
    return platform.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(map + "."))
        .map(entry -> code(entry.getKey().substring(map.length() + 1) + "=" + entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String description(String text) {
    String plain = cell(CODE.matcher(text).replaceAll("`$1`"));
    return plain.isEmpty() ? "" : Character.toUpperCase(plain.charAt(0)) + plain.substring(1);
  }

  private static String code(@Nullable String text) {
    return "`" + cell(String.valueOf(text)) + "`";
  }

  /** In a table a bar would end the cell. */
  private static String cell(String text) {
    return text.replaceAll("\\s+", " ").strip().replace("|", "\\|");
  }

  static String type(String type) {
    if (type.startsWith("java.util.Map<")) {
      String of = type.substring(type.indexOf(',') + 1, type.length() - 1);
      return type(of).equals(GROUP) ? "by name" : type(of) + " by name";
    }
    if (type.startsWith("java.util.List<")) {
      return "list of " + type(type.substring(type.indexOf('<') + 1, type.length() - 1));
    }
    return switch (type) {
      case "java.lang.Boolean" -> "true, false";
      case "java.lang.Integer", "java.lang.Long" -> "number";
      case "java.lang.Double" -> "decimal";
      case "java.lang.String", "java.nio.file.Path" -> "text";
      case "java.net.URI" -> "URL";
      case "java.time.Duration" -> "duration";
      case "org.springframework.util.unit.DataSize" -> "size";
      default -> constants(type);
    };
  }

  private static String constants(String type) {
    try {
      Object[] constants =
          Class.forName(type, false, ConfigurationReference.class.getClassLoader())
              .getEnumConstants();
      return constants == null
          ? GROUP
          : Arrays.stream(constants)
              .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
              .map(name -> name.replace('_', '-'))
              .collect(Collectors.joining(", "));
    } catch (ClassNotFoundException e) {
      return type.substring(type.lastIndexOf('.') + 1);
    }
  }
}
