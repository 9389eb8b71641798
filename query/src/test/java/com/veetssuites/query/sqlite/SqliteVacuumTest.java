package com.veetssuites.query.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteVacuumTest {

  @TempDir Path folder;

  private final List<String> steps = new ArrayList<>();

  /** A file whose rows are mostly deleted. */
  private Path file(String journal) throws SQLException {
    Path file = folder.resolve("old.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = " + journal);
      statement.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
              + " INSERT INTO notes SELECT i, hex(randomblob(200)) FROM n");
      statement.execute("DELETE FROM notes WHERE id > 10");
    }
    return file;
  }

  private SqliteVacuum vacuum(Path file) {
    return SqliteVacuum.of("jdbc:sqlite:" + file, Duration.ofMillis(200), steps::add);
  }

  private static long rows(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM notes")) {
      row.next();
      return row.getLong(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "WAL"})
  void the_room_of_deleted_rows_is_given_back(String journal) throws Exception {
    Path file = file(journal);
    long size = Files.size(file);

    SqliteVacuumResult result = vacuum(file).run();

    assertThat(result.message()).isEmpty();
    assertThat(result.done()).isTrue();
    assertThat(result.bytesBefore()).isGreaterThanOrEqualTo(size);
    assertThat(result.bytesAfter()).isEqualTo(Files.size(file)).isLessThan(size / 10);
    assertThat(rows(file)).isEqualTo(10);
    assertThat(steps).contains("writing the file anew");
  }

  @Test
  void a_plan_changes_nothing_and_tells_what_would_be_left() throws Exception {
    Path file = file("DELETE");
    byte[] before = Files.readAllBytes(file);
    SqliteVacuumResult result = vacuum(file).plan();
    assertThat(result.done()).isTrue();
    assertThat(result.bytesAfter()).isBetween(1L, before.length / 10L);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void a_write_ahead_log_that_its_writer_left_behind_is_kept_and_emptied() throws Exception {
    Path file = file("WAL");
    Path copy = folder.resolve("copy.db");
    try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = writer.createStatement()) {
      statement.execute("INSERT INTO notes VALUES (77, 'in the log only')");
      Files.copy(file, copy);
      Files.copy(folder.resolve("old.db-wal"), folder.resolve("copy.db-wal"));
    }
    assertThat(Files.size(folder.resolve("copy.db-wal"))).isPositive();
    assertThat(vacuum(copy).run().done()).isTrue();
    assertThat(rows(copy)).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "WAL"})
  void a_file_that_another_one_writes_is_left_alone(String journal) throws Exception {
    Path file = file(journal);
    try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = writer.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("INSERT INTO notes VALUES (4711, 'x')");
      SqliteVacuumResult result = vacuum(file).run();
      assertThat(result.done()).isFalse();
      assertThat(result.message()).contains("in use by another process", "0.2 s");
      assertThat(result.bytesAfter()).isEqualTo(result.bytesBefore());
      statement.execute("COMMIT");
    }
    assertThat(rows(file)).isEqualTo(11);
    assertThat(vacuum(file).run().done()).isTrue();
  }

  @Test
  void a_missing_file_is_not_created() {
    Path file = folder.resolve("missing.db");
    assertThat(vacuum(file).run().message()).isEqualTo("There is no file %s.".formatted(file));
    assertThat(file).doesNotExist();
    assertThat(vacuum(folder).run().message()).contains("is not a file");
  }

  @Test
  void something_else_is_not_touched() throws IOException {
    Path file = folder.resolve("letter.txt");
    Files.writeString(file, "Dear reader, this is a letter of more than sixteen letters.");
    assertThat(vacuum(file).run().message()).isEqualTo(file + " is not a SQLite database.");
    assertThat(file).content().startsWith("Dear reader");
    Files.writeString(file, "");
    assertThat(vacuum(file).run().message()).isEqualTo(file + " is not a SQLite database.");
  }

  @Test
  void a_damaged_file_is_said_to_be_damaged() throws Exception {
    Path file = file("DELETE");
    byte[] bytes = Files.readAllBytes(file);
    byte[] noise = new byte[bytes.length - 4096];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, bytes, 100, noise.length);
    Files.write(file, bytes);
    SqliteVacuumResult result = vacuum(file).run();
    assertThat(result.done()).isFalse();
    assertThat(result.message()).contains(file.toString()).endsWith(".");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite::resource:http://example.org/x.db",
        "jdbc:sqlite:file:/tmp/x.db?mode=rwc",
        "jdbc:sqlite:/tmp/x.db?enable_load_extension=true",
        "jdbc:sqlite:/tmp/x%3Fa.db",
        "jdbc:sqlite:/tmp/x.db#a",
        "jdbc:postgresql://localhost/x",
        "/tmp/x.db"
      })
  void a_url_that_is_more_than_a_path_is_refused(String url) {
    assertThatThrownBy(() -> SqliteVacuum.of(url, Duration.ofSeconds(1), steps::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:sqlite:/path/file.db");
  }
}
