package com.veetssuites.platform.portfolio;

import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What a CV says about reaching a person, which is nobody's business when the CV is public: fields
 * that are named so are left out, and e-mail addresses and telephone numbers inside other texts are
 * blotted out. In doubt something is contact data.
 */
final class ContactData {

  private static final String BLOT = "…";

  private static final Pattern FIELD =
      Pattern.compile(
          "e_?mail|phone|mobile|(^|_)cell|(^|_)tel($|_)|telegram|whatsapp|skype|fax|address|street"
              + "|contact|post_?code|(^|_)zip|birth|passport|(^|_)raw|(^|_)text($|_)");

  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@<>()\",;:]{1,64}\\s?@\\s?[^\\s@<>()\",;:]{1,255}");

  /** Nine or more digits, with what people put between them; years and dates are shorter. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "\\+?\\(?\\d(?:[\\s().\\u00a0/-]{0,3}\\d){8,18}|\\+\\d(?:[\\s().\\u00a0/-]{0,3}\\d){5,18}");

  private ContactData() {}

  /** A copy of the content without contact data. */
  static JsonNode removedFrom(JsonNode content) {
    return switch (content) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().stream()
            .filter(field -> !FIELD.matcher(snakeCase(field.getKey())).find())
            .forEach(field -> copy.set(field.getKey(), removedFrom(field.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> copy.add(removedFrom(element)));
        yield copy;
      }
      case StringNode text -> StringNode.valueOf(removedFrom(text.stringValue()));
      default ->
          content.isIntegralNumber() && NUMBER.matcher(content.asString()).find()
              ? StringNode.valueOf(BLOT)
              : content;
    };
  }

  private static String removedFrom(String text) {
    return NUMBER.matcher(ADDRESS.matcher(text).replaceAll(BLOT)).replaceAll(BLOT);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|[\\s-]+", "_").toLowerCase(Locale.ROOT);
  }
}
