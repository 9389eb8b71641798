package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.jdbc.Plan.Reading;
import com.veetssuites.cache.jdbc.Plan.Shown;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches the rows of a result while a value is loaded: each row that is shown is something that
 * the value depends on. Belongs to the thread that loads.
 */
final class Watch implements InvocationHandler {

  /** Moves that are not the next row: what is skipped or seen twice is not followed. */
  private static final Set<String> OTHER_MOVES =
      Set.of(
          "previous",
          "absolute",
          "relative",
          "first",
          "last",
          "afterLast",
          "unwrap",
          "moveToInsertRow",
          "insertRow",
          "updateRow",
          "deleteRow",
          "refreshRow");

  private final Load load;
  private final Reading reading;
  private final Parameters parameters;
  private final List<Set<String>> seen = new ArrayList<>();
  private @Nullable ResultSet rows;
  private boolean any;
  private boolean ended;
  private boolean wrapped;

  Watch(Load load, Reading reading, Parameters parameters) {
    this.load = load;
    this.reading = reading;
    this.parameters = parameters;
    reading.rows().forEach(shown -> seen.add(new HashSet<>()));
  }

  /** The same result, watched. */
  ResultSet over(ResultSet result) {
    rows = result;
    wrapped = true;
    try {
      ResultSetMetaData columns = result.getMetaData();
      for (Shown shown : reading.rows()) {
        if (shown.column() > columns.getColumnCount()
            || !columns.getColumnLabel(shown.column()).equals(shown.label())) {
          giveUp();
          return result;
        }
      }
    } catch (SQLException e) {
      giveUp();
      return result;
    }
    return (ResultSet)
        Proxy.newProxyInstance(
            ResultSet.class.getClassLoader(), new Class<?>[] {ResultSet.class}, this);
  }

  /** The statement has returned; when its result went another way, all rows count. */
  void returned() {
    if (!wrapped) {
      giveUp();
    }
  }

  private void giveUp() {
    ended = true;
    for (Shown shown : reading.rows()) {
      load.dependOn(new Tag(TableTags.any(shown.table())));
    }
    empty();
  }

  private void empty() {
    reading
        .ifEmpty()
        .forEach(dependency -> dependency.tags(parameters, tag -> load.dependOn(new Tag(tag))));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    String name = method.getName();
    if (!ended && OTHER_MOVES.contains(name)) {
      giveUp();
    }
    if (!ended && name.equals("close")) {
      end();
    }
    Object result;
    try {
      result = method.invoke(rows, args);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
    if (!ended && name.equals("next")) {
      if (Boolean.TRUE.equals(result)) {
        row();
      } else {
        if (!any) {
          empty();
        }
        end();
      }
    }
    return result;
  }

  private void row() throws SQLException {
    any = true;
    ResultSet result = java.util.Objects.requireNonNull(rows);
    for (int i = 0; i < seen.size(); i++) {
      Shown shown = reading.rows().get(i);
      String value = result.getString(shown.column());
      String text = value == null ? null : shown.kind().text(value);
      if (text != null && seen.get(i).add(text) && shown.wanted().isEmpty()) {
        load.dependOn(new Tag(TableTags.rows(shown.table()) + text));
      } else if (value != null && text == null) {
        load.dependOn(new Tag(TableTags.any(shown.table())));
      }
    }
  }

  /** Rows that were asked for and are not there may come to be. */
  private void end() {
    ended = true;
    for (int i = 0; i < seen.size(); i++) {
      Shown shown = reading.rows().get(i);
      Set<String> missing = new HashSet<>();
      boolean known = true;
      for (Operand operand : shown.wanted()) {
        known &= operand.texts(parameters, shown.kind(), missing::add);
      }
      missing.removeAll(seen.get(i));
      if (!known) {
        load.dependOn(new Tag(TableTags.any(shown.table())));
      } else if (!missing.isEmpty()) {
        missing.forEach(text -> load.dependOn(new Tag(shown.missing() + text)));
        load.dependOn(new Tag(shown.missingAny()));
      }
    }
  }
}
