package com.veetssuites.platform.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into a table by PostgreSQL's {@code COPY}, in its text format. Columns in the
 * order of the list.
 */
final class TableCopy implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final CopyIn copy;
  private final StringBuilder buffer = new StringBuilder(BUFFER + 8 * 1024);
  private boolean rowBegun;

  TableCopy(Connection connection, String table, String columns) throws SQLException {
    copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " (" + columns + ") FROM STDIN");
  }

  TableCopy add(long number) {
    column().append(number);
    return this;
  }

  TableCopy add(boolean bool) {
    column().append(bool ? 't' : 'f');
    return this;
  }

  TableCopy addTime(long micros) {
    column().append(Calendar.instant(micros));
    return this;
  }

  /** An amount in hundredths. */
  TableCopy addAmount(int cents) {
    column().append(cents / 100).append('.').append(cents / 10 % 10).append(cents % 10);
    return this;
  }

  TableCopy add(@Nullable String text) {
    column();
    if (text == null) {
      buffer.append("\\N");
      return this;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> buffer.append("\\\\");
        case '\t' -> buffer.append("\\t");
        case '\n' -> buffer.append("\\n");
        case '\r' -> buffer.append("\\r");
        default -> buffer.append(c);
      }
    }
    return this;
  }

  void endRow() throws SQLException {
    buffer.append('\n');
    rowBegun = false;
    if (buffer.length() >= BUFFER) {
      send();
    }
  }

  /** Has the rows stored, which runs the triggers. Without it, closing discards them. */
  void finish() throws SQLException {
    send();
    copy.endCopy();
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }

  private StringBuilder column() {
    if (rowBegun) {
      buffer.append('\t');
    }
    rowBegun = true;
    return buffer;
  }

  private void send() throws SQLException {
    byte[] bytes = buffer.toString().getBytes(UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    buffer.setLength(0);
  }
}
