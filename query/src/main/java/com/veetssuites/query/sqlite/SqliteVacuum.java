package com.veetssuites.query.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * Writes what is left of a SQLite file anew, without the room of what was deleted: checkpoint of
 * the write-ahead log, VACUUM and PRAGMA optimize.
 *
 * <p>The file is never created, and nothing but a plain path is opened: the driver reads switches,
 * resources and memory databases out of longer URLs.
 */
public final class SqliteVacuum {

  private static final String PREFIX = "jdbc:sqlite:";
  private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final Duration busyTimeout;
  private final Consumer<String> steps;

  private SqliteVacuum(Path file, Duration busyTimeout, Consumer<String> steps) {
    this.file = file;
    this.busyTimeout = busyTimeout;
    this.steps = steps;
  }

  /**
   * The vacuum of the file that a URL names.
   *
   * @param url such as {@code jdbc:sqlite:/path/file.db}
   * @param busyTimeout the longest wait for another process
   * @param steps hears what is done now, in a few words
   * @throws IllegalArgumentException when the URL is more or less than the path of a file
   */
  public static SqliteVacuum of(String url, Duration busyTimeout, Consumer<String> steps) {
    String path = url.startsWith(PREFIX) ? url.substring(PREFIX.length()) : "";
    boolean plain =
        !path.isBlank()
            && path.chars().noneMatch(c -> c == '?' || c == '#' || c == '%' || c < ' ')
            && !path.startsWith(":")
            && !path.startsWith("file:");
    if (!plain) {
      throw new IllegalArgumentException(
          "A SQLite file is named by jdbc:sqlite: and its plain path, such as"
              + " jdbc:sqlite:/path/file.db, without parameters.");
    }
    try {
      return new SqliteVacuum(Path.of(path).toAbsolutePath(), busyTimeout, steps);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("This is no path of a file: " + e.getReason() + ".", e);
    }
  }

  /** Vacuums the file. */
  public SqliteVacuumResult run() {
    return run(false);
  }

  /** Tells what {@link #run} would do, and does nothing. */
  public SqliteVacuumResult plan() {
    return run(true);
  }

  private SqliteVacuumResult run(boolean dry) {
    long began = System.nanoTime();
    long before = 0;
    try {
      String refusal = refusal();
      if (!refusal.isEmpty()) {
        return new SqliteVacuumResult(false, refusal, 0, 0, Duration.ZERO);
      }
      before = bytes();
      long after;
      try (Connection connection = open();
          Statement statement = connection.createStatement()) {
        if (dry) {
          after = Math.max(0, Files.size(file) - free(statement));
        } else {
          vacuum(statement);
          after = -1;
        }
      }
      after = after < 0 ? bytes() : after;
      return new SqliteVacuumResult(true, "", before, after, since(began));
    } catch (SQLException e) {
      return new SqliteVacuumResult(false, sentence(e), before, before, since(began));
    } catch (IOException e) {
      String message = "%s cannot be read: %s.".formatted(file, e.getMessage());
      return new SqliteVacuumResult(false, message, before, before, since(began));
    }
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private String refusal() throws IOException {
    if (!Files.exists(file)) {
      return "There is no file %s.".formatted(file);
    }
    if (!Files.isRegularFile(file)) {
      return "%s is not a file.".formatted(file);
    }
    try (InputStream content = Files.newInputStream(file)) {
      if (!Arrays.equals(HEADER, content.readNBytes(HEADER.length))) {
        return "%s is not a SQLite database.".formatted(file);
      }
    }
    if (!Files.isWritable(file) || !Files.isWritable(file.toAbsolutePath().getParent())) {
      return "%s or its folder is read-only.".formatted(file);
    }
    long room = Files.getFileStore(file).getUsableSpace();
    return room < bytes()
        ? "The disk is too full: VACUUM needs %d bytes beside %s, and %d are free."
            .formatted(bytes(), file, room)
        : "";
  }

  private Connection open() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
    return JDBC.createConnection(PREFIX + file, config.toProperties());
  }

  private void vacuum(Statement statement) throws SQLException {
    // What the schema of a file calls is not ours to run.
    statement.execute("PRAGMA trusted_schema = OFF");
    checkpoint(statement);
    steps.accept("writing the file anew");
    statement.execute("VACUUM");
    checkpoint(statement);
    steps.accept("renewing the statistics");
    statement.execute("PRAGMA optimize");
  }

  /** In the write-ahead mode the file itself only changes with this. */
  private void checkpoint(Statement statement) throws SQLException {
    steps.accept("emptying the write-ahead log");
    try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (row.next() && row.getInt(1) != 0) {
        throw new SQLException(
            "The write-ahead log is in use.", null, SQLiteErrorCode.SQLITE_BUSY.code);
      }
    }
  }

  private static long free(Statement statement) throws SQLException {
    return number(statement, "PRAGMA freelist_count") * number(statement, "PRAGMA page_size");
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private long bytes() throws IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    return Files.size(file) + (Files.exists(log) ? Files.size(log) : 0);
  }

  /** The codes of SQLite, without their extensions. */
  private String sentence(SQLException refused) {
    int code = refused.getErrorCode() & 0xff;
    if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return "%s is in use by another process, for longer than %s s: stop it, or try later."
          .formatted(file, busyTimeout.toMillis() / 1000.0);
    }
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return "The disk is too full to write %s anew; it is as it was.".formatted(file);
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_PERM.code) {
      return "%s or its folder is read-only.".formatted(file);
    }
    if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return "%s is not a SQLite database, or it is encrypted.".formatted(file);
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return "%s is damaged: restore it from a backup, or try .recover of the sqlite3 shell."
          .formatted(file);
    }
    return "%s could not be vacuumed: %s.".formatted(file, refused.getMessage());
  }
}
