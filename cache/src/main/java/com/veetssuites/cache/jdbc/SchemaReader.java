package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.jdbc.Table.Cascade;
import com.veetssuites.cache.jdbc.Table.Column;
import com.veetssuites.cache.jdbc.Table.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@link Schema} of a PostgreSQL database, version 15 or later, from its catalog. */
final class SchemaReader {

  private static final String OURS =
      "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'"
          + " AND n.nspname NOT LIKE 'pg\\_temp%'";

  private static final String RELATIONS =
      """
      SELECT c.oid, c.relname, c.relkind,
             c.relkind = 'f' OR c.relrowsecurity AS opaque,
             EXISTS (SELECT FROM pg_rewrite r
                      WHERE r.ev_class = c.oid AND r.ev_type <> '1') AS ruled
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND %s
      """
          .formatted(OURS);

  private static final String COLUMNS =
      """
      SELECT a.attrelid, a.attname, t.typname, a.atttypmod,
             t.typtype = 'b' AND (a.attcollation = 0 OR l.collisdeterministic) AS plain,
             a.attidentity <> '' OR a.attgenerated <> '' AS computed,
             -- Without its relation: naming it would wait for whoever alters the table, as a migration does.
             CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, 0) END AS value,
             a.attnum = ANY (i.indkey) AS in_key, i.indnkeyatts
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
       WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'm', 'f') AND %s
       ORDER BY a.attrelid, a.attnum
      """
          .formatted(OURS);

  private static final String FOREIGN_KEYS =
      """
      SELECT k.conrelid, k.confrelid, k.confdeltype, k.confupdtype, k.convalidated,
             (SELECT array_agg(a.attname::text ORDER BY x.n)
                FROM unnest(k.conkey) WITH ORDINALITY x (num, n)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.num) AS columns,
             (SELECT array_agg(a.attname::text ORDER BY x.n)
                FROM unnest(k.confkey) WITH ORDINALITY x (num, n)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = x.num) AS referred
        FROM pg_constraint k
       WHERE k.contype = 'f'
      """;

  private static final String TRIGGERS =
      """
      SELECT t.tgrelid, t.tgtype
        FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
       WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND strpos(p.prosrc, 'cache_note(') = 0
      """;

  private static final String GENERATED =
      """
      SELECT d.adrelid, g.attname AS generated, a.attname AS source
        FROM pg_attrdef d
        JOIN pg_attribute g ON g.attrelid = d.adrelid AND g.attnum = d.adnum AND g.attgenerated <> ''
        JOIN pg_depend p ON p.refclassid = 'pg_class'::regclass AND p.refobjid = d.adrelid
                        AND p.refobjsubid > 0
                        AND ((p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid)
                          OR (p.classid = 'pg_class'::regclass AND p.objid = d.adrelid
                              AND p.objsubid = d.adnum))
        JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = p.refobjsubid
      """;

  private static final String VIEWS =
      """
      SELECT r.ev_class, d.refobjid
        FROM pg_rewrite r
        JOIN pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                        AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
       WHERE r.ev_type = '1'
       GROUP BY r.ev_class, d.refobjid
      """;

  /** A view that calls functions of others may read or write anything. */
  private static final String VIEW_FUNCTIONS =
      """
      SELECT DISTINCT r.ev_class
        FROM pg_rewrite r
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                        AND d.refclassid = 'pg_proc'::regclass
        JOIN pg_proc p ON p.oid = d.refobjid AND p.provolatile <> 'i'
        JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname <> 'pg_catalog'
      """;

  private static final String INHERITANCE = "SELECT inhrelid, inhparent FROM pg_inherits";

  private static final String FUNCTIONS =
      """
      SELECT p.proname, max(p.provolatile::text) AS volatility
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
       GROUP BY p.proname
      """;

  private static final String AGGREGATES =
      "SELECT DISTINCT proname FROM pg_proc WHERE prokind IN ('a', 'w')";

  private static final String NAMESPACES = "SELECT nspname FROM pg_namespace";

  private static final Pattern CONSTANT_TEXT =
      Pattern.compile("'((?:[^'\\\\]|'')*)'::(?:character varying|text)");

  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Character> kinds = new HashMap<>();
  private final Set<String> odd = new HashSet<>();
  private final Set<String> opaqueTables = new HashSet<>();
  private final Map<Long, Map<String, Column>> columns = new HashMap<>();
  private final Map<Long, List<String>> keys = new HashMap<>();
  private final Map<Long, Map<String, String>> targets = new HashMap<>();
  private final Map<Long, List<Cascade>> cascades = new HashMap<>();
  private final Map<Long, Set<Event>> untrusted = new HashMap<>();
  private final Map<Long, Map<String, Set<String>>> generated = new HashMap<>();
  private final Map<Long, Set<Long>> relatives = new HashMap<>();
  private final Map<Long, Set<Long>> viewed = new HashMap<>();

  private SchemaReader() {}

  /** The schema as the connection sees it. */
  static Schema read(Connection connection) throws SQLException {
    return new SchemaReader().schema(connection);
  }

  private interface Row {
    void accept(ResultSet row) throws SQLException;
  }

  private static void each(Connection connection, String sql, Row row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(10);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          row.accept(rows);
        }
      }
    }
  }

  private Schema schema(Connection connection) throws SQLException {
    Set<String> seen = new HashSet<>();
    each(
        connection,
        RELATIONS,
        row -> {
          String name = row.getString("relname");
          names.put(row.getLong("oid"), name);
          kinds.put(row.getLong("oid"), row.getString("relkind").charAt(0));
          if (!seen.add(name) || row.getBoolean("opaque")) {
            odd.add(name);
          }
          if (row.getBoolean("opaque")) {
            opaqueTables.add(name);
          }
          if (row.getBoolean("ruled")) {
            odd.add(name);
            untrusted.put(row.getLong("oid"), EnumSet.allOf(Event.class));
          }
        });
    each(connection, COLUMNS, this::column);
    each(connection, FOREIGN_KEYS, this::foreignKey);
    each(connection, TRIGGERS, this::trigger);
    each(
        connection,
        GENERATED,
        row ->
            generated
                .computeIfAbsent(row.getLong("adrelid"), oid -> new HashMap<>())
                .computeIfAbsent(row.getString("source"), name -> new HashSet<>())
                .add(row.getString("generated")));
    each(
        connection,
        INHERITANCE,
        row -> {
          relate(row.getLong("inhrelid"), row.getLong("inhparent"));
          relate(row.getLong("inhparent"), row.getLong("inhrelid"));
        });
    each(
        connection,
        VIEWS,
        row ->
            viewed
                .computeIfAbsent(row.getLong("ev_class"), oid -> new HashSet<>())
                .add(row.getLong("refobjid")));
    Set<Long> opaque = new HashSet<>();
    each(connection, VIEW_FUNCTIONS, row -> opaque.add(row.getLong("ev_class")));
    Map<String, Character> functions = new HashMap<>();
    each(
        connection,
        FUNCTIONS,
        row -> functions.put(row.getString("proname"), row.getString("volatility").charAt(0)));
    Set<String> aggregates = new HashSet<>(Set.of("json_arrayagg", "json_objectagg", "xmlagg"));
    each(connection, AGGREGATES, row -> aggregates.add(row.getString("proname")));
    Set<String> namespaces = new HashSet<>();
    each(connection, NAMESPACES, row -> namespaces.add(row.getString("nspname")));
    return new Schema(
        tables(),
        views(opaque),
        functions,
        aggregates,
        namespaces,
        functions.containsKey("cache_note"));
  }

  private void column(ResultSet row) throws SQLException {
    long table = row.getLong("attrelid");
    String name = row.getString("attname");
    ValueKind kind = row.getBoolean("plain") ? kind(row.getString("typname")) : ValueKind.NONE;
    String value = row.getString("value");
    String constant = row.getBoolean("computed") ? null : constant(kind, value);
    boolean computed = row.getBoolean("computed") || (value != null && constant == null);
    int modifier = row.getInt("atttypmod");
    columns
        .computeIfAbsent(table, oid -> new LinkedHashMap<>())
        .put(
            name,
            new Column(
                name,
                kind,
                kind == ValueKind.TEXT && modifier > 4 ? modifier - 4 : 0,
                constant,
                computed));
    if (row.getBoolean("in_key")) {
      keys.computeIfAbsent(table, oid -> new ArrayList<>()).add(name);
    }
  }

  private static ValueKind kind(String type) {
    return switch (type) {
      case "int2", "int4", "int8" -> ValueKind.INTEGER;
      case "bool" -> ValueKind.BOOLEAN;
      case "uuid" -> ValueKind.UUID;
      case "varchar", "text" -> ValueKind.TEXT;
      default -> ValueKind.NONE;
    };
  }

  private static @Nullable String constant(ValueKind kind, @Nullable String expression) {
    if (expression == null) {
      return null;
    }
    if (kind == ValueKind.TEXT) {
      Matcher text = CONSTANT_TEXT.matcher(expression);
      return text.matches() ? kind.text(text.group(1).replace("''", "'")) : null;
    }
    return kind.text(expression);
  }

  private void foreignKey(ResultSet row) throws SQLException {
    long from = row.getLong("conrelid");
    long to = row.getLong("confrelid");
    if (!names.containsKey(from) || !names.containsKey(to)) {
      return;
    }
    List<String> own = texts(row, "columns");
    List<String> referred = texts(row, "referred");
    if (own.size() == 1 && row.getBoolean("convalidated") && referred.equals(keys.get(to))) {
      targets
          .computeIfAbsent(from, oid -> new HashMap<>())
          .put(own.getFirst(), String.valueOf(names.get(to)));
    }
    Event onDelete = action(row.getString("confdeltype"), Event.DELETE);
    Event onUpdate = action(row.getString("confupdtype"), Event.UPDATE);
    if (onDelete != null || onUpdate != null) {
      cascades
          .computeIfAbsent(to, oid -> new ArrayList<>())
          .add(
              new Cascade(
                  Set.copyOf(referred),
                  String.valueOf(names.get(from)),
                  Set.copyOf(own),
                  onDelete,
                  onUpdate));
    }
  }

  private static @Nullable Event action(String type, Event cascade) {
    return switch (type) {
      case "c" -> cascade;
      case "n", "d" -> Event.UPDATE;
      default -> null;
    };
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  private void trigger(ResultSet row) throws SQLException {
    int type = row.getInt("tgtype");
    Set<Event> events =
        untrusted.computeIfAbsent(row.getLong("tgrelid"), oid -> EnumSet.noneOf(Event.class));
    if ((type & 4) != 0) {
      events.add(Event.INSERT);
    }
    if ((type & 8) != 0) {
      events.add(Event.DELETE);
    }
    if ((type & 16) != 0) {
      events.add(Event.UPDATE);
    }
    if ((type & 32) != 0) {
      events.add(Event.TRUNCATE);
    }
  }

  private void relate(long one, long other) {
    relatives.computeIfAbsent(one, oid -> new HashSet<>()).add(other);
  }

  private Map<String, Table> tables() {
    Map<String, Table> tables = new HashMap<>();
    names.forEach((oid, name) -> {
      if (kinds.getOrDefault(oid, 'v') == 'v') {
        return;
      }
      Map<String, Column> ofTable = columns.getOrDefault(oid, Map.of());
      List<String> key = keys.getOrDefault(oid, List.of());
      String only = key.size() == 1 ? key.getFirst() : null;
      Column keyColumn = only == null ? null : ofTable.get(only);
      boolean named =
          keyColumn != null
              && keyColumn.kind() != ValueKind.NONE
              && keyColumn.kind() != ValueKind.BOOLEAN;
      Set<String> family = new LinkedHashSet<>();
      kin(oid, family, new HashSet<>());
      family.remove(name);
      Table table =
          new Table(
              name,
              !odd.contains(name),
              opaqueTables.contains(name),
              named && !odd.contains(name) && family.isEmpty() ? only : null,
              ofTable,
              family,
              targets.getOrDefault(oid, Map.of()),
              cascades.getOrDefault(oid, List.of()),
              untrusted.getOrDefault(oid, Set.of()),
              generated.getOrDefault(oid, Map.of()));
      tables.merge(name, table, SchemaReader::both);
    });
    return tables;
  }

  /** Two tables of one name: whatever happens to either may happen. */
  private static Table both(Table one, Table other) {
    Map<String, Column> columns = new LinkedHashMap<>(one.columns());
    columns.putAll(other.columns());
    Set<String> family = new HashSet<>(one.family());
    family.addAll(other.family());
    List<Cascade> cascades = new ArrayList<>(one.cascades());
    cascades.addAll(other.cascades());
    Set<Event> untrusted = new HashSet<>(one.untrusted());
    untrusted.addAll(other.untrusted());
    return new Table(
        one.name(),
        false,
        one.opaque() || other.opaque(),
        null,
        columns,
        family,
        Map.of(),
        cascades,
        untrusted,
        Map.of());
  }

  private void kin(long oid, Set<String> names, Set<Long> seen) {
    if (seen.add(oid)) {
      names.add(String.valueOf(this.names.get(oid)));
      relatives.getOrDefault(oid, Set.of()).forEach(relative -> kin(relative, names, seen));
    }
  }

  private Map<String, Set<String>> views(Set<Long> opaque) {
    Map<String, Set<String>> views = new HashMap<>();
    names.forEach((oid, name) -> {
      if (kinds.getOrDefault(oid, 'r') == 'v') {
        Set<String> bases = views.computeIfAbsent(name, view -> new LinkedHashSet<>());
        bases(oid, opaque, bases, new HashSet<>());
        if (untrusted.containsKey(oid)) {
          bases.add("");
        }
      }
    });
    return views;
  }

  /** The tables of a view, and of the views that it is made of; "" stands for what is unknown. */
  private void bases(long oid, Set<Long> opaque, Set<String> bases, Set<Long> seen) {
    if (!seen.add(oid)) {
      return;
    }
    String name = names.get(oid);
    Character kind = kinds.get(oid);
    if (name == null || kind == null || opaque.contains(oid)) {
      bases.add("");
    } else if (kind == 'v') {
      viewed.getOrDefault(oid, Set.of()).forEach(base -> bases(base, opaque, bases, seen));
    } else {
      bases.add(name);
    }
  }
}
