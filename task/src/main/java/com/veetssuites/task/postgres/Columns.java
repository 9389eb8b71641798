package com.veetssuites.task.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Columns of many rows, as one parameter each. */
final class Columns {

  private Columns() {}

  static <R> Array uuids(Connection connection, List<R> rows, Function<R, UUID> column)
      throws SQLException {
    return connection.createArrayOf("uuid", rows.stream().map(column).toArray());
  }

  static <R> Array texts(
      Connection connection, List<R> rows, Function<R, ? extends @Nullable String> column)
      throws SQLException {
    var values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return connection.createArrayOf("text", values);
  }

  static <R> Array integers(Connection connection, List<R> rows, ToIntFunction<R> column)
      throws SQLException {
    return connection.createArrayOf("integer", rows.stream().mapToInt(column).boxed().toArray());
  }

  static <R> Array longs(Connection connection, List<R> rows, ToLongFunction<R> column)
      throws SQLException {
    return connection.createArrayOf("bigint", rows.stream().mapToLong(column).boxed().toArray());
  }

  static <R> Array millis(
      Connection connection, List<R> rows, Function<R, ? extends @Nullable Duration> column)
      throws SQLException {
    var values = new @Nullable Long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Duration value = column.apply(rows.get(i));
      values[i] = value == null ? null : value.toMillis();
    }
    return connection.createArrayOf("bigint", values);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
