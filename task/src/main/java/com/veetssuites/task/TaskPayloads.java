package com.veetssuites.task;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Payloads and results as JSON, of a bounded size and of plain types. */
final class TaskPayloads {

  /** In bytes of UTF-8. */
  static final int MAX_SIZE = 64 * 1024;

  /**
   * What is unknown was written by a newer version, and is left out; what is missing is an error.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class,
          URI.class,
          byte[].class);

  private TaskPayloads() {}

  static String write(Object value, String what) {
    try {
      return requireSize(JSON.writeValueAsString(value), what);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "%s cannot be written as JSON: %s".formatted(what, e.getOriginalMessage()), e);
    }
  }

  /**
   * Reads a payload.
   *
   * @throws PermanentFailure when it is of another shape than the record
   */
  static Object read(String json, TaskType type) {
    try {
      JsonNode tree = JSON.readTree(json);
      List<String> missing = new ArrayList<>();
      for (RecordComponent component : type.payload().getRecordComponents()) {
        JsonNode value = tree.get(component.getName());
        if ((value == null || value.isNull()) && isRequired(component)) {
          missing.add(component.getName());
        }
      }
      if (!missing.isEmpty()) {
        throw new PermanentFailure(
            "The payload of this %s is of another shape than %s: %s missing. Retry it on a version that knows this shape."
                .formatted(
                    type.name(),
                    type.payload().getSimpleName(),
                    String.join(", ", missing) + (missing.size() == 1 ? " is" : " are")));
      }
      return JSON.treeToValue(tree, type.payload());
    } catch (JacksonException e) {
      throw new PermanentFailure(
          "The payload of this %s cannot be read as %s: %s"
              .formatted(type.name(), type.payload().getSimpleName(), e.getOriginalMessage()),
          e);
    }
  }

  /** Reads JSON of no fixed type; what is none, because somebody has changed it, is a text. */
  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      return StringNode.valueOf(json);
    }
  }

  static <T> T read(String json, Class<T> type) {
    return JSON.readValue(json, type);
  }

  static String requireSize(String json, String what) {
    // A character is at most three bytes, so most texts need no count.
    if (json.length() * 3L > MAX_SIZE) {
      int size = json.getBytes(StandardCharsets.UTF_8).length;
      if (size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "%s has %,d bytes, and %,d is the most: store what is large, and pass its key."
                .formatted(what, size, MAX_SIZE));
      }
    }
    return json;
  }

  /**
   * Whether a record can be read back as it was written.
   *
   * @throws InvalidTasks naming the component that cannot
   */
  static void requireKeepable(Class<?> payload, String type) {
    if (!payload.isRecord()) {
      throw new InvalidTasks(
          "The payload of the task %s is %s; it must be a record."
              .formatted(type, payload.getName()));
    }
    String wrong = wrong(payload, payload.getSimpleName(), new HashSet<>());
    if (wrong != null) {
      throw new InvalidTasks(
          "The payload of the task %s cannot be kept: %s. Pass plain values, and ids of what is in the database."
              .formatted(type, wrong));
    }
  }

  private static @Nullable String wrong(Type type, String path, Set<Type> seen) {
    if (type instanceof ParameterizedType generic) {
      boolean container =
          generic.getRawType() instanceof Class<?> raw
              && (Collection.class.isAssignableFrom(raw)
                  || Map.class.isAssignableFrom(raw)
                  || raw == Optional.class);
      return container
          ? Arrays.stream(generic.getActualTypeArguments())
              .map(argument -> wrong(argument, path, seen))
              .filter(each -> each != null)
              .findFirst()
              .orElse(null)
          : path + " is a " + type.getTypeName();
    }
    if (!(type instanceof Class<?> plain)) {
      return path + " is a " + type.getTypeName();
    }
    if (plain.isRecord()) {
      if (seen.add(plain)) {
        for (RecordComponent component : plain.getRecordComponents()) {
          String wrong = wrong(component.getGenericType(), path + "." + component.getName(), seen);
          if (wrong != null) {
            return wrong;
          }
        }
      }
      return null;
    }
    boolean keepable =
        plain.isPrimitive()
            || plain.isEnum()
            || PLAIN.contains(plain)
            || Number.class.isAssignableFrom(plain)
            || Temporal.class.isAssignableFrom(plain)
            || TemporalAmount.class.isAssignableFrom(plain)
            || JsonNode.class.isAssignableFrom(plain)
            || (plain.isArray() && wrong(plain.componentType(), path, seen) == null);
    return keepable ? null : path + " is a " + plain.getName();
  }

  /** Primitives, and in null-marked code everything that is not marked as nullable. */
  private static boolean isRequired(RecordComponent component) {
    if (component.getType().isPrimitive()) {
      return true;
    }
    Class<?> declaring = component.getDeclaringRecord();
    boolean marked = false;
    for (Class<?> each = declaring; each != null; each = each.getEnclosingClass()) {
      marked |= each.isAnnotationPresent(NullMarked.class);
    }
    AnnotatedElement room = declaring.getPackage();
    marked |= room != null && room.isAnnotationPresent(NullMarked.class);
    return marked
        && component.getType() != Optional.class
        && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
