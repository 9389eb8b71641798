package com.veetssuites.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of JSON Schema that docs/export.schema.json is written in, and stricter in one thing:
 * what is not described is wrong.
 */
final class ExportSchema {

  private static final Set<String> KNOWN =
      Set.of(
          "$schema",
          "title",
          "$defs",
          "$ref",
          "type",
          "format",
          "properties",
          "required",
          "items",
          "anyOf",
          "const");

  private final JsonNode root;

  ExportSchema(Path file) throws IOException {
    root = JsonMapper.shared().readTree(Files.readString(file));
  }

  /** Every property that it describes. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(names(root));
    root.get("$defs").forEach(each -> names.addAll(names(each)));
    return names;
  }

  private static Set<String> names(JsonNode schema) {
    return new TreeSet<>(schema.get("properties").propertyNames());
  }

  /** What is wrong with a document; nothing when it conforms. */
  List<String> faults(JsonNode document) {
    List<String> faults = new ArrayList<>();
    check(root, document, "$", faults);
    return faults;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> faults) {
    for (String keyword : schema.propertyNames()) {
      if (!KNOWN.contains(keyword)) {
        throw new IllegalArgumentException("This does not know the keyword " + keyword);
      }
    }
    if (schema.has("$ref")) {
      String name = schema.get("$ref").asString().replaceFirst("#/\\$defs/", "");
      check(root.get("$defs").get(name), value, path, faults);
    }
    if (schema.has("const") && !schema.get("const").equals(value)) {
      faults.add(path + " is not " + schema.get("const"));
    }
    if (schema.has("anyOf")
        && stream(schema.get("anyOf")).noneMatch(each -> conforms(each, value, path))) {
      faults.add(path + " is none of what it may be");
    }
    if (schema.has("type") && !isOf(schema.get("type"), value)) {
      faults.add(path + " is no " + schema.get("type") + " but " + value);
      return;
    }
    if (schema.path("format").asString("").equals("date-time") && !moment(value.asString())) {
      faults.add(path + " is no time");
    }
    if (schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.get("items"), value.get(i), path + "[" + i + "]", faults);
      }
    }
    if (schema.has("properties")) {
      properties(schema, value, path, faults);
    }
  }

  private void properties(JsonNode schema, JsonNode value, String path, List<String> faults) {
    for (JsonNode required : schema.get("required")) {
      if (!value.has(required.asString())) {
        faults.add(path + " has no " + required.asString());
      }
    }
    for (String name : value.propertyNames()) {
      JsonNode property = schema.get("properties").get(name);
      if (property == null) {
        faults.add(path + "." + name + " is not described");
      } else {
        check(property, value.get(name), path + "." + name, faults);
      }
    }
  }

  private boolean conforms(JsonNode schema, JsonNode value, String path) {
    List<String> faults = new ArrayList<>();
    check(schema, value, path, faults);
    return faults.isEmpty();
  }

  private static boolean isOf(JsonNode types, JsonNode value) {
    return types.isArray()
        ? stream(types).anyMatch(each -> isOf(each, value))
        : switch (types.asString()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "null" -> value.isNull();
          default -> throw new IllegalArgumentException("There is no type " + types);
        };
  }

  private static boolean moment(String text) {
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
