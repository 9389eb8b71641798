package com.veetssuites.cache.spring;

import com.veetssuites.cache.CacheKey;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call as segments of a {@link CacheKey}. Two arguments that are not equal never
 * have the same text.
 *
 * <p>Whole numbers and ordinary strings are themselves: {@code courses:7}, {@code users:maria}.
 * Whatever could be taken for something else begins with a tilde: {@code ~null}, {@code ~7} for the
 * string 7, {@code ~State~OPEN} for a constant.
 */
final class KeyText {

  private static final int DEEPEST = 8;

  private KeyText() {}

  /**
   * The key of these arguments below this one; null when one of them has no text of its own, or the
   * key would be too long or have control characters.
   */
  static @Nullable CacheKey below(CacheKey prefix, @Nullable Object... arguments) {
    try {
      CacheKey key = prefix;
      for (Object argument : arguments) {
        key = key.child(text(argument, DEEPEST));
      }
      return key;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String text(@Nullable Object value, int depth) {
    if (depth == 0) {
      throw new IllegalArgumentException("nested too deep");
    }
    return switch (value) {
      case null -> "~null";
      case Long n -> n.toString();
      case Integer n -> n.toString();
      case Short n -> n.toString();
      case Byte n -> n.toString();
      case Boolean b -> b.toString();
      case String text -> ordinary(text) ? text : '~' + text;
      case Enum<?> constant -> typed(constant.getDeclaringClass(), constant.name());
      case Character c -> typed(Character.class, c.toString());
      case UUID id -> typed(UUID.class, id.toString());
      case Double n -> typed(Double.class, n.toString());
      case Float n -> typed(Float.class, n.toString());
      case BigDecimal n -> typed(BigDecimal.class, n.toString());
      case BigInteger n -> typed(BigInteger.class, n.toString());
      case Temporal time -> typed(time.getClass(), time.toString());
      case TemporalAmount time -> typed(time.getClass(), time.toString());
      case Locale locale -> typed(Locale.class, locale.toLanguageTag());
      case Currency currency -> typed(Currency.class, currency.getCurrencyCode());
      case Class<?> type -> typed(Class.class, type.getName());
      case CacheKey key -> typed(CacheKey.class, key.toString());
      case Record record -> record(record, depth);
      case long[] ids -> typed(long[].class, Arrays.toString(ids));
      case int[] ids -> typed(int[].class, Arrays.toString(ids));
      case Object[] array -> typed(array.getClass(), join(Arrays.asList(array), depth));
      case List<?> list -> typed(List.class, join(list, depth));
      case Set<?> set ->
          typed(Set.class, join(set.stream().map(e -> text(e, depth)).sorted().toList(), depth));
      case Optional<?> optional -> typed(Optional.class, text(optional.orElse(null), depth - 1));
      default -> other(value);
    };
  }

  private static String record(Record record, int depth) {
    List<@Nullable Object> parts = new ArrayList<>();
    try {
      for (RecordComponent part : record.getClass().getRecordComponents()) {
        part.getAccessor().setAccessible(true);
        parts.add(part.getAccessor().invoke(record));
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new IllegalArgumentException("a record that cannot be read", e);
    }
    return typed(record.getClass(), join(parts, depth));
  }

  private static String join(Collection<? extends @Nullable Object> parts, int depth) {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      text.append(text.isEmpty() ? "" : ",");
      text.append(text(part, depth - 1).replace("%", "%25").replace(",", "%2C"));
    }
    return text.toString();
  }

  private static String other(Object value) {
    String type = value.getClass().getName();
    if (type.equals("org.springframework.data.domain.PageRequest")
        || type.equals("org.springframework.data.domain.Sort")) {
      return typed(value.getClass(), value.toString());
    }
    throw new IllegalArgumentException(type + " has no text of its own");
  }

  /** Cannot be taken for a number, a truth value, or anything with a tilde. */
  private static boolean ordinary(String text) {
    if (text.isEmpty() || text.equals("true") || text.equals("false")) {
      return false;
    }
    char first = text.charAt(0);
    return first != '~' && first != '-' && !Character.isDigit(first);
  }

  private static String typed(Class<?> type, String text) {
    String name = type.getName().startsWith("java.") ? type.getSimpleName() : type.getName();
    return '~' + name + '~' + text;
  }
}
