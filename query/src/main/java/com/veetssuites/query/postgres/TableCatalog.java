package com.veetssuites.query.postgres;

import com.veetssuites.query.postgres.TableFacts.Column;
import com.veetssuites.query.postgres.TableFacts.Existing;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is known of tables and functions, each once. */
final class TableCatalog {

  private final Connection connection;
  private final Map<String, Optional<TableFacts>> tables = new HashMap<>();
  private final Map<String, Boolean> immutable = new HashMap<>();

  TableCatalog(Connection connection) {
    this.connection = connection;
  }

  /** An ordinary table; empty for a partition, whose indexes are those of the whole. */
  Optional<TableFacts> table(String schema, String name) throws SQLException {
    String key = Names.quoted(schema, name);
    Optional<TableFacts> known = tables.get(key);
    if (known == null) {
      known = read(schema, name);
      tables.put(key, known);
    }
    return known;
  }

  private Optional<TableFacts> read(String schema, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT c.oid, c.reltuples,
                coalesce(s.seq_tup_read, 0) + coalesce(s.idx_tup_fetch, 0),
                coalesce(s.n_tup_ins, 0) + coalesce(s.n_tup_upd, 0) + coalesce(s.n_tup_del, 0),
                ARRAY(SELECT a.attname::text
                    FROM pg_index i
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                    WHERE i.indrelid = c.oid AND i.indisprimary)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'm')
              AND NOT c.relispartition AND c.relpersistence <> 't'
            """)) {
      statement.setString(1, schema);
      statement.setString(2, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long oid = row.getLong(1);
        double rows = row.getDouble(2);
        return Optional.of(
            new TableFacts(
                oid,
                schema,
                name,
                rows,
                row.getLong(3),
                row.getLong(4),
                columns(oid, schema, name, rows),
                indexes(oid),
                strings(row.getArray(5))));
      }
    }
  }

  private Map<String, Column> columns(long oid, String schema, String name, double rows)
      throws SQLException {
    Map<String, Column> columns = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT a.attname, coalesce(l.collname, ''), coalesce(s.avg_width, 0),
                coalesce(s.null_frac, 0), coalesce(s.n_distinct, 0), s.most_common_freqs,
                b.typcategory <> 'A' AND b.typname NOT IN ('jsonb', 'tsvector', 'tsquery', 'hstore')
                AND (b.typtype = 'e' OR EXISTS (
                    SELECT FROM pg_opclass o
                    JOIN pg_am m ON m.oid = o.opcmethod AND m.amname = 'btree'
                    WHERE o.opcdefault AND (o.opcintype = b.oid OR EXISTS (
                        SELECT FROM pg_cast x
                        WHERE x.castsource = b.oid AND x.casttarget = o.opcintype
                          AND x.castmethod = 'b' AND x.castcontext = 'i'))))
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
            LEFT JOIN pg_collation l ON l.oid = a.attcollation
            LEFT JOIN pg_stats s ON s.schemaname = ? AND s.tablename = ?
              AND s.attname = a.attname AND NOT s.inherited
            WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """)) {
      statement.setString(1, schema);
      statement.setString(2, name);
      statement.setLong(3, oid);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          double nulls = row.getDouble(4);
          double told = row.getDouble(5);
          double distinct = told < 0 ? -told * rows : told;
          columns.put(
              row.getString(1),
              new Column(
                  row.getString(1),
                  row.getString(2),
                  row.getBoolean(7),
                  row.getInt(3),
                  distinct,
                  matched(distinct, nulls, row.getArray(6)),
                  nulls));
        }
      }
    }
    return columns;
  }

  /** The sum of the squared shares of all values: the common ones as told, the others alike. */
  private static double matched(double distinct, double nulls, @Nullable Array frequencies)
      throws SQLException {
    if (distinct <= 0) {
      return 1;
    }
    double squares = 0;
    double common = 0;
    int count = 0;
    if (frequencies != null) {
      for (Object each : (Object[]) frequencies.getArray()) {
        double share = ((Number) each).doubleValue();
        squares += share * share;
        common += share;
        count++;
      }
    }
    double rest = Math.max(0, 1 - nulls - common);
    squares += rest * rest / Math.max(1, distinct - count);
    return squares / Math.max(1e-9, 1 - nulls);
  }

  private List<Existing> indexes(long oid) throws SQLException {
    List<Existing> indexes = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT c.relname, i.indisunique, m.amname = 'btree',
                coalesce(pg_get_expr(i.indpred, i.indrelid, true), ''),
                ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, true)
                    FROM generate_series(1, i.indnkeyatts) k)
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_am m ON m.oid = c.relam
            WHERE i.indrelid = ? AND i.indisvalid
            """)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          indexes.add(
              new Existing(
                  row.getString(1),
                  row.getBoolean(2),
                  row.getBoolean(3),
                  TableFacts.plain(row.getString(4)),
                  strings(row.getArray(5)).stream().map(TableFacts::plain).toList()));
        }
      }
    }
    return indexes;
  }

  private static List<String> strings(Array array) throws SQLException {
    return Arrays.stream((Object[]) array.getArray()).map(Objects::toString).toList();
  }

  /** Whether all functions of this name and one argument always give the same for the same. */
  boolean immutable(String function) throws SQLException {
    Boolean known = immutable.get(function);
    if (known == null) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              SELECT coalesce(bool_and(provolatile = 'i' AND prokind = 'f'), false)
              FROM pg_proc
              WHERE proname = ? AND pronargs = 1 AND pg_function_is_visible(oid)
              """)) {
        statement.setString(1, function);
        try (ResultSet row = statement.executeQuery()) {
          known = row.next() && row.getBoolean(1);
        }
      }
      immutable.put(function, known);
    }
    return known;
  }
}
