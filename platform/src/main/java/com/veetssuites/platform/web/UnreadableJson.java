package com.veetssuites.platform.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Tells the client in words of this API what Jackson could not read. */
final class UnreadableJson {

  private UnreadableJson() {}

  /** What was wrong with the JSON, and where. */
  static InvalidRequest explain(JacksonException json) {
    String path = path(json);
    return switch (json) {
      case UnrecognizedPropertyException unknown -> {
        String known =
            unknown.getKnownPropertyIds() == null
                ? ""
                : unknown.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", ", "; known are ", ""));
        yield new InvalidRequest(path, "is not a field of this resource" + known);
      }
      case InvalidNullException missing -> new InvalidRequest(path, "must not be null");
      case InvalidFormatException wrong when wrong.getTargetType() == String.class ->
          new InvalidRequest(path, "must not hold NUL characters or halves of surrogate pairs");
      case InvalidFormatException wrong ->
          new InvalidRequest(path, "must be " + describe(wrong.getTargetType()));
      case MismatchedInputException wrong when !path.isEmpty() ->
          new InvalidRequest(path, "must be " + describe(wrong.getTargetType()));
      case MismatchedInputException wrong ->
          new InvalidRequest("The body must be one JSON object and nothing after it.");
      case StreamConstraintsException excessive ->
          new InvalidRequest("The JSON is nested too deeply or holds a value that is too long.");
      case StreamReadException malformed ->
          new InvalidRequest(
              "The body is not valid JSON%s."
                  .formatted(
                      malformed.getLocation() == null
                          ? ""
                          : " (line %d, column %d)"
                              .formatted(
                                  malformed.getLocation().getLineNr(),
                                  malformed.getLocation().getColumnNr())));
      case DatabindException wrong when !path.isEmpty() ->
          new InvalidRequest(path, "has a value that it cannot have");
      default -> new InvalidRequest("The body could not be read as JSON.");
    };
  }

  private static String path(JacksonException json) {
    return json.getPath().stream()
        .map(step ->
            step.getPropertyName() == null
                ? "[" + step.getIndex() + "]"
                : "." + step.getPropertyName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  /** What a value of that type is, for a person: {@code a whole number}. */
  static String describe(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return switch (type.getSimpleName()) {
      case "long", "Long", "int", "Integer", "Short" -> "a whole number";
      case "BigDecimal", "double", "Double" -> "a decimal number";
      case "boolean", "Boolean" -> "true or false";
      case "Instant", "OffsetDateTime" -> "a time such as 2026-01-31T09:30:00Z";
      case "LocalDate" -> "a date such as 2026-01-31";
      case "String", "CharSequence" -> "a string";
      case "List", "Set", "Collection", "ArrayList" -> "an array";
      default -> type.isRecord() ? "an object" : "of another type";
    };
  }
}
