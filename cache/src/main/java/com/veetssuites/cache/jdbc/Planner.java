package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.jdbc.Plan.Read;
import com.veetssuites.cache.jdbc.Plan.Reading;
import com.veetssuites.cache.jdbc.Plan.Write;
import com.veetssuites.cache.jdbc.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;

/**
 * What a statement does to the cache, from its text. What is not understood refuses what is being
 * loaded, or invalidates everything.
 */
final class Planner {

  private static final Plan EVERYTHING = new Write(List.of(), true, false, false, true);
  private static final Plan STRUCTURE = new Write(List.of(), true, true, false, true);

  /** Functions of PostgreSQL's own that read what their arguments name. */
  private static final List<String> READS_BY_NAME =
      List.of(
          "query_to_",
          "table_to_",
          "schema_to_",
          "database_to_",
          "cursor_to_",
          "ts_stat",
          "ts_rewrite",
          "dblink",
          "lo_",
          "loread",
          "lowrite",
          "txid_",
          "currval",
          "lastval");

  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  private final Schema schema;
  private final SqlTokens tokens;
  private final String sql;

  private Planner(Schema schema, String sql) {
    this.schema = schema;
    this.sql = sql;
    this.tokens = SqlTokens.of(sql);
  }

  /** Thrown when the schema does not know a table. */
  static final class UnknownTable extends Exception {
    private static final long serialVersionUID = 1;

    UnknownTable(String table) {
      super(table);
    }
  }

  static Plan plan(Schema schema, String sql) throws UnknownTable {
    return new Planner(schema, sql).plan();
  }

  private Plan plan() throws UnknownTable {
    List<Token> list = tokens.list();
    int last = list.size() - 1;
    for (int i = 0; i < last; i++) {
      if (list.get(i).is(";")) {
        return EVERYTHING;
      }
    }
    if (tokens.odd() || list.isEmpty()) {
      return EVERYTHING;
    }
    int head = 0;
    while (tokens.get(head).is("(")) {
      head++;
    }
    return switch (tokens.get(head).text()) {
      case "select", "values", "table", "with" -> query();
      case "insert", "update", "delete" -> change();
      case "set",
          "reset",
          "show",
          "listen",
          "unlisten",
          "notify",
          "savepoint",
          "release",
          "lock",
          "discard",
          "deallocate",
          "vacuum",
          "analyze",
          "checkpoint",
          "reindex",
          "cluster",
          "comment",
          "close",
          "grant",
          "revoke" ->
          new Plan.Nothing();
      case "begin", "start" -> new Plan.Begin();
      case "commit", "end" -> new Plan.End(true);
      case "rollback", "abort" ->
          tokens.has("to") || tokens.has("prepared") ? new Plan.Nothing() : new Plan.End(false);
      case "explain" -> tokens.has("analyze") ? EVERYTHING : new Plan.Nothing();
      case "copy" -> tokens.has("from") ? named(false) : refused("COPY");
      case "truncate" -> named(false);
      case "merge" -> named(true);
      case "refresh" -> named(false);
      case "create", "alter", "drop" -> structure();
      default -> EVERYTHING;
    };
  }

  private Plan structure() {
    boolean index = tokens.get(1).is("index") || tokens.get(2).is("index");
    return index && tokens.get(0).is("create") ? new Plan.Nothing() : STRUCTURE;
  }

  /** All relations that are named, to an unknown extent. */
  private Plan named(boolean data) throws UnknownTable {
    Set<String> relations = relations();
    if (relations.isEmpty()) {
      throw new UnknownTable(sql);
    }
    if (writingFunction() != null) {
      return EVERYTHING;
    }
    Write write = (Write) WritePlanner.unknown(schema, relations, true);
    return new Write(write.marks(), write.everything(), false, data, true);
  }

  private Set<String> relations() {
    Set<String> relations = new HashSet<>();
    new Usage(tokens, schema).occurrences.forEach(o -> relations.add(o.relation()));
    return relations;
  }

  private Plan change() throws UnknownTable {
    Statement statement = parsed();
    if (tokens.has(Outbox.TABLE)) {
      return new Plan.Nothing();
    }
    if (statement == null || writingFunction() != null) {
      return EVERYTHING;
    }
    return switch (statement) {
      case Insert insert when insert.getWithItemsList() == null -> {
        known(insert.getTable());
        yield WritePlanner.insert(schema, insert);
      }
      case Update update when update.getWithItemsList() == null -> {
        known(update.getTable());
        yield WritePlanner.update(schema, update);
      }
      case Delete delete when delete.getWithItemsList() == null -> {
        known(delete.getTable());
        yield WritePlanner.delete(schema, delete);
      }
      default -> EVERYTHING;
    };
  }

  private void known(net.sf.jsqlparser.schema.Table table) throws UnknownTable {
    String name = ReadPlanner.folded(table.getName());
    if (!schema.relation(name)) {
      throw new UnknownTable(name);
    }
  }

  private Plan query() throws UnknownTable {
    if (tokens.has("insert") || tokens.has("merge") || tokens.has("delete") || updates()) {
      return writes() ? named(true) : EVERYTHING;
    }
    if (tokens.has("table")) {
      return refused("a TABLE command");
    }
    if (tokens.has("into")) {
      return STRUCTURE;
    }
    String writing = writingFunction();
    if (writing != null) {
      // What it notes is published with the commit; it writes nothing itself.
      return writing.equals("cache_note")
          ? new Write(List.of(), false, false, false, false)
          : EVERYTHING;
    }
    Statement statement = parsed();
    if (!(statement instanceof Select select)) {
      return refused("a query that cannot be parsed");
    }
    unknownTables(statement);
    for (Token token : tokens.list()) {
      if (token.kind() == SqlTokens.Kind.WORD && SYSTEM_COLUMNS.contains(token.text())) {
        return refused("a query of a system column");
      }
    }
    String reading = readingFunction();
    if (reading != null) {
      return refused("a call of the function " + reading);
    }
    for (String relation : relations()) {
      Table table = schema.table(relation);
      if (table != null && table.opaque()) {
        return refused("a table whose rows depend on who asks");
      }
      for (String base : schema.views().getOrDefault(relation, Set.of())) {
        Table under = schema.table(base);
        if (under == null || under.opaque()) {
          return refused("a view of unknown contents");
        }
      }
    }
    return ReadPlanner.plan(schema, tokens, select);
  }

  /** Whether there is an UPDATE that is not the one of FOR UPDATE. */
  private boolean updates() {
    for (int i = 0; i < tokens.list().size(); i++) {
      if (tokens.get(i).is("update")
          && !tokens.get(i - 1).is("for")
          && !tokens.get(i - 1).is("key")) {
        return true;
      }
    }
    return false;
  }

  private boolean writes() {
    return tokens.get(0).is("with") && writingFunction() == null;
  }

  private static Plan refused(String why) {
    String refusal = "it is made of " + why;
    return new Read(refusal, null, Reading.NOTHING, Reading.NOTHING);
  }

  private @Nullable Statement parsed() {
    try {
      return CCJSqlParserUtil.parse(sql);
    } catch (JSQLParserException | RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private void unknownTables(Statement statement) throws UnknownTable {
    Set<String> with = new HashSet<>();
    List<Token> list = tokens.list();
    for (int i = 1; i < list.size(); i++) {
      // The names of common table expressions stand before AS and its parenthesis.
      if (list.get(i).named() && (tokens.get(i + 1).is("as") || tokens.get(i + 1).is("("))) {
        with.add(list.get(i).text());
      }
    }
    List<String> names = new ArrayList<>();
    new TablesNamesFinder<Void>().getTables(statement).forEach(name -> names.add(name));
    for (String name : names) {
      String[] parts = name.split("\\.");
      String relation = ReadPlanner.folded(parts[parts.length - 1]);
      String space = parts.length > 1 ? ReadPlanner.folded(parts[parts.length - 2]) : "";
      boolean system =
          relation.startsWith("pg_")
              || space.equals("pg_catalog")
              || space.equals("information_schema");
      if (!schema.relation(relation) && !with.contains(relation) && !system) {
        throw new UnknownTable(relation);
      }
    }
  }

  private @Nullable String writingFunction() {
    String note = null;
    for (int i = 0; i < tokens.list().size(); i++) {
      if (calls(i) && schema.functions().getOrDefault(tokens.get(i).text(), 'i') == 'v') {
        if (!tokens.get(i).text().equals("cache_note")) {
          return tokens.get(i).text();
        }
        note = "cache_note";
      }
    }
    return note;
  }

  private @Nullable String readingFunction() {
    for (int i = 0; i < tokens.list().size(); i++) {
      String name = tokens.get(i).text();
      if (calls(i)
          && (schema.functions().getOrDefault(name, 'i') == 's'
              || READS_BY_NAME.stream().anyMatch(name::startsWith))) {
        return name;
      }
    }
    return null;
  }

  private boolean calls(int i) {
    return tokens.get(i).named() && tokens.get(i + 1).is("(");
  }
}
