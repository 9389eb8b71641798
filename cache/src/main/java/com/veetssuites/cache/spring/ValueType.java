package com.veetssuites.cache.spring;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** What a method returns, as the type of the values of a cache. */
final class ValueType {

  private ValueType() {}

  /** The type of the values: what an {@link Optional} holds, a primitive boxed. */
  static Type of(Method method, Class<?> target) {
    Type type = GenericTypeResolver.resolveType(method.getGenericReturnType(), target);
    if (type instanceof ParameterizedType holder && holder.getRawType() == Optional.class) {
      return holder.getActualTypeArguments()[0];
    }
    return type instanceof Class<?> primitive && primitive.isPrimitive()
        ? ClassUtils.resolvePrimitiveIfNecessary(primitive)
        : type;
  }

  /** Whether values of this type can be cached. */
  static boolean cacheable(Type type) {
    return reason(type, new HashSet<>()) == null;
  }

  /**
   * Refuses a type whose values cannot be shared between threads or read back from bytes.
   *
   * @throws IllegalArgumentException saying which and what to return instead
   */
  static void check(Type type, String where) {
    String reason = reason(type, new HashSet<>());
    if (reason != null) {
      throw new IllegalArgumentException("%s cannot be cached: %s".formatted(where, reason));
    }
  }

  private static @Nullable String reason(Type type, Set<Type> seen) {
    if (!seen.add(type)) {
      return null;
    }
    return switch (type) {
      case Class<?> raw -> reason(raw, seen);
      case ParameterizedType generic -> {
        String reason = reason((Class<?>) generic.getRawType(), seen);
        for (Type argument : generic.getActualTypeArguments()) {
          reason = reason == null ? reason(argument, seen) : reason;
        }
        yield reason;
      }
      case GenericArrayType array -> reason(array.getGenericComponentType(), seen);
      default ->
          "nothing says what %s is; return a type that is written out, such as a record."
              .formatted(type.getTypeName());
    };
  }

  private static @Nullable String reason(Class<?> raw, Set<Type> seen) {
    String name = raw.getTypeName();
    if (raw == void.class || raw == Void.class) {
      return "it returns nothing; a cache needs a value.";
    }
    if (raw == Object.class) {
      return "it returns Object, which nothing can be read back as; return a record.";
    }
    if (entity(raw)) {
      return "%s is a JPA entity, which would be shared, detached and mutable, between threads; return a record."
          .formatted(name);
    }
    if (Future.class.isAssignableFrom(raw)
        || ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null) {
      return "%s is a promise of a value; return the value itself and call it on a virtual thread."
          .formatted(name);
    }
    if (BaseStream.class.isAssignableFrom(raw) || Iterator.class.isAssignableFrom(raw)) {
      return "%s can be read once only; return a List.".formatted(name);
    }
    if (raw.isArray()) {
      return reason(raw.getComponentType(), seen);
    }
    if (raw.isRecord()) {
      for (RecordComponent part : raw.getRecordComponents()) {
        // A type variable is bound by the argument, which is looked at by itself.
        Type held = part.getGenericType();
        String reason =
            held instanceof Class<?> || held instanceof ParameterizedType
                ? inRecord(held, seen)
                : null;
        if (reason != null) {
          return reason;
        }
      }
      return null;
    }
    boolean open = raw.isInterface() || Modifier.isAbstract(raw.getModifiers());
    if (open && !readable(raw)) {
      return "%s has no constructor to be read back with; return a record (of a List, for a page)."
          .formatted(name);
    }
    return null;
  }

  private static @Nullable String inRecord(Type held, Set<Type> seen) {
    if (held instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        String reason =
            argument instanceof Class<?> || argument instanceof ParameterizedType
                ? inRecord(argument, seen)
                : null;
        if (reason != null) {
          return reason;
        }
      }
      return inRecord(generic.getRawType(), seen);
    }
    Class<?> raw = (Class<?>) held;
    if (entity(raw)) {
      return reason(raw, seen);
    }
    return raw.isRecord() && seen.add(raw) ? reason(raw, seen) : null;
  }

  private static boolean readable(Class<?> raw) {
    return raw.isPrimitive()
        || Collection.class.isAssignableFrom(raw)
        || Map.class.isAssignableFrom(raw)
        || raw == Iterable.class
        || raw == CharSequence.class
        || raw.isEnum()
        || raw.isSealed()
        || raw.getName().startsWith("java.time.")
        || raw == Number.class
        || annotated(raw, "com.fasterxml.jackson.annotation.JsonTypeInfo")
        || annotated(raw, "tools.jackson.databind.annotation.JsonDeserialize");
  }

  private static boolean entity(Class<?> raw) {
    for (Class<?> type = raw; type != null && type != Object.class; type = type.getSuperclass()) {
      if (annotated(type, "jakarta.persistence.Entity")
          || annotated(type, "jakarta.persistence.MappedSuperclass")) {
        return true;
      }
    }
    return false;
  }

  /** By its name, so that nothing has to be on the class path for it. */
  private static boolean annotated(AnnotatedElement type, String annotation) {
    for (Annotation present : type.getAnnotations()) {
      if (present.annotationType().getName().equals(annotation)) {
        return true;
      }
    }
    return false;
  }
}
