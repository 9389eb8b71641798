package com.veetssuites.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Invariant: whatever processes do to a data folder, and however they end, what was committed is
 * there.
 */
class EmbeddedPostgresTest {

  private static DataFolders folders;

  @BeforeAll
  static void makeFolders() throws Exception {
    folders = new DataFolders();
  }

  @AfterAll
  static void deleteFolders() throws Exception {
    folders.delete();
  }

  @Test
  void what_was_written_is_there_after_a_restart() throws Exception {
    Path folder = folders.empty();
    try (var database = EmbeddedPostgres.open(folder);
        Connection connection = connect(database.url())) {
      write(connection, "kept");
    }
    try (var database = EmbeddedPostgres.open(folder);
        Connection connection = connect(database.url())) {
      assertThat(read(connection)).containsExactly("kept");
    }
  }

  @Test
  void the_database_is_durable_private_and_set_as_promised() throws Exception {
    Path folder = folders.withDatabase();
    try (var database = EmbeddedPostgres.open(folder);
        Connection connection = connect(database.url())) {
      assertThat(setting(connection, "server_version")).startsWith("18.");
      assertThat(setting(connection, "fsync")).isEqualTo("on");
      assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(connection, "data_checksums")).isEqualTo("on");
      assertThat(setting(connection, "shared_buffers")).isEqualTo("256MB");
      assertThat(setting(connection, "work_mem")).isEqualTo("4MB");
      assertThat(setting(connection, "maintenance_work_mem")).isEqualTo("64MB");
      assertThat(setting(connection, "effective_cache_size")).isEqualTo("1GB");
      assertThat(setting(connection, "max_connections")).isEqualTo("100");
      assertThat(setting(connection, "server_encoding")).isEqualTo("UTF8");
      assertThat(setting(connection, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(connection, "unix_socket_directories")).isEmpty();
      assertThat(setting(connection, "is_superuser")).isEqualTo("off");
      assertThat(one(connection, "SELECT lower('ÉCOLE')")).isEqualTo("école");
      assertThat(database.url().toString()).doesNotContain(database.url().password());
      Path password = folder.resolve("postgres/veetssuites.password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
      DatabaseUrl url = database.url();
      assertThatThrownBy(() -> DriverManager.getConnection(url.jdbcUrl(), url.user(), "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void a_second_server_of_a_folder_is_refused_and_the_first_goes_on() throws Exception {
    Path folder = folders.withDatabase();
    try (var first = VeetsProcess.start("serve", folder);
        Connection connection = first.connect()) {
      try (var second = VeetsProcess.start("serve", folder)) {
        assertThat(second.answer)
            .contains("is served by another veets (process " + first.pid() + ")")
            .contains("VEETS_DATA_FOLDER");
      }
      write(connection, "undisturbed");
    }
    assertThat(postgresOf(folder)).isFalse();
  }

  @Test
  void a_second_opening_in_one_process_is_refused_and_the_lock_survives_it() throws Exception {
    Path folder = folders.withDatabase();
    try (var database = EmbeddedPostgres.open(folder)) {
      assertThatThrownBy(() -> EmbeddedPostgres.open(folder))
          .isInstanceOf(CommandFailed.class)
          .hasMessageContaining("already open");
      assertThatThrownBy(() -> EmbeddedPostgres.attachOrOpen(folder))
          .isInstanceOf(CommandFailed.class);
      try (var other = VeetsProcess.start("serve", folder)) {
        assertThat(other.answer).contains("is served by another veets");
      }
      connect(database.url()).close();
    }
  }

  @Test
  void a_command_uses_the_database_of_the_server_and_leaves_it_running() throws Exception {
    Path folder = folders.withDatabase();
    try (var server = VeetsProcess.start("serve", folder);
        Connection connection = server.connect()) {
      try (var command = VeetsProcess.start("attach", folder)) {
        assertThat(command.answer).isEqualTo(server.answer);
      }
      write(connection, "still here");
    }
    assertThat(postgresOf(folder)).isFalse();
  }

  @Test
  void the_last_one_stops_the_database_whoever_started_it() throws Exception {
    Path folder = folders.withDatabase();
    try (var command = VeetsProcess.start("attach", folder)) {
      try (var server = VeetsProcess.start("serve", folder)) {
        assertThat(server.answer).isEqualTo(command.answer);
      }
      try (Connection connection = command.connect()) {
        write(connection, "the command goes on");
      }
    }
    assertThat(postgresOf(folder)).isFalse();
  }

  @Test
  void after_kill_minus_9_the_next_start_has_every_committed_row() throws Exception {
    Path folder = folders.withDatabase();
    var killed = VeetsProcess.start("serve", folder);
    Connection connection = killed.connect();
    write(connection, "committed");
    connection.setAutoCommit(false);
    insert(connection, "not committed");
    killed.kill();
    assertThat(postgresOf(folder)).as("PostgreSQL outlives its process").isTrue();
    try (var next = VeetsProcess.start("serve", folder);
        Connection again = next.connect()) {
      assertThat(read(again)).containsExactly("committed");
    }
    assertThat(postgresOf(folder)).isFalse();
  }

  @Test
  void after_kill_minus_9_of_postgres_too_the_next_start_has_every_committed_row()
      throws Exception {
    Path folder = folders.withDatabase();
    var killed = VeetsProcess.start("serve", folder);
    try (Connection connection = killed.connect()) {
      write(connection, "committed");
    }
    ProcessHandle postgres = ProcessHandle.of(postmaster(folder).pid()).orElseThrow();
    killed.kill();
    postgres.destroyForcibly();
    postgres.onExit().join();
    try (var next = VeetsProcess.start("serve", folder);
        Connection again = next.connect()) {
      assertThat(read(again)).containsExactly("committed");
    }
  }

  @Test
  void processes_may_make_the_database_at_the_same_time() throws Exception {
    Path folder = folders.empty();
    List<Thread> threads = new ArrayList<>();
    List<String> answers = Collections.synchronizedList(new ArrayList<>());
    for (String mode : List.of("serve", "attach", "attach")) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (var process = VeetsProcess.start(mode, folder);
                    Connection connection = process.connect()) {
                  answers.add(process.answer);
                } catch (IOException | SQLException | InterruptedException e) {
                  answers.add(e.toString());
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(answers).hasSize(3).allMatch(answer -> answer.startsWith("READY"));
    assertThat(postgresOf(folder)).isFalse();
  }

  @Test
  void a_first_start_that_is_killed_anywhere_leaves_nothing_half_made() throws Exception {
    Path folder = folders.bare();
    var random = new Random(7);
    for (int kill = 0; kill < 6; kill++) {
      Process process = new ProcessBuilder(VeetsProcess.command("serve", folder)).start();
      Thread.sleep(300 + random.nextInt(2500)); // the point is a moment nobody chose
      process.destroyForcibly().waitFor();
    }
    try (var database = EmbeddedPostgres.open(folder);
        Connection connection = connect(database.url())) {
      write(connection, "works");
    }
    assertThat(folder.resolve("postgres.new")).doesNotExist();
    assertThat(folder.resolve("postgres-binaries/unpacking")).doesNotExist();
  }

  @Test
  void a_copy_of_a_running_data_folder_starts_and_the_original_goes_on() throws Exception {
    Path folder = folders.withDatabase();
    try (var original = VeetsProcess.start("serve", folder);
        Connection connection = original.connect()) {
      write(connection, "original");
      Path copy = folders.bare();
      // Without --archive: the permissions become wider than PostgreSQL accepts.
      DataFolders.run("cp", "--recursive", folder + "/.", copy.toString());
      DataFolders.run("chmod", "-R", "go+rX", copy.toString());
      assertThat(copy.resolve("postgres/postmaster.pid")).exists();
      try (var database = EmbeddedPostgres.open(copy);
          Connection other = connect(database.url())) {
        assertThat(read(other)).containsExactly("original");
        insert(other, "copy");
      }
      assertThat(read(connection)).containsExactly("original");
    }
  }

  @Test
  void a_process_file_that_names_an_unrelated_process_does_not_matter() throws Exception {
    Path folder = folders.withDatabase();
    Files.writeString(
        folder.resolve("postgres/postmaster.pid"),
        """
        %d
        /elsewhere/data/postgres
        1790000000
        5432

        127.0.0.1
          12345678        10
        ready
        """
            .formatted(ProcessHandle.current().pid()));
    try (var database = EmbeddedPostgres.open(folder)) {
      connect(database.url()).close();
    }
  }

  @Test
  void an_empty_process_file_as_a_power_failure_leaves_it_does_not_matter() throws Exception {
    Path folder = folders.withDatabase();
    Files.createFile(folder.resolve("postgres/postmaster.pid"));
    try (var database = EmbeddedPostgres.open(folder)) {
      connect(database.url()).close();
    }
  }

  @Test
  void the_database_of_another_major_version_is_left_alone() throws Exception {
    Path folder = folders.withDatabase();
    Files.writeString(folder.resolve("postgres/PG_VERSION"), "17\n");
    assertThatThrownBy(() -> EmbeddedPostgres.open(folder))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("made by PostgreSQL 17, and this program brings 18")
        .hasMessageContaining("DATABASE_URL");
  }

  @Test
  void a_folder_that_is_no_database_is_left_alone() throws Exception {
    Path folder = folders.empty();
    Path letter = folder.resolve("postgres/letter.txt");
    Files.createDirectories(letter.getParent());
    Files.writeString(letter, "Dear reader");
    assertThatThrownBy(() -> EmbeddedPostgres.open(folder))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("is in the way");
    assertThat(letter).hasContent("Dear reader");
  }

  @Test
  void a_file_in_place_of_the_data_folder_is_a_sentence() throws Exception {
    Path file = Files.createFile(folders.bare().resolve("file"));
    assertThatThrownBy(() -> EmbeddedPostgres.open(file))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> EmbeddedPostgres.open(file.resolve("data")))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_folder_name_that_a_shell_would_read_is_a_sentence() throws Exception {
    Path folder = folders.bare().resolve("$(date)");
    assertThatThrownBy(() -> EmbeddedPostgres.open(folder))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("VEETS_DATA_FOLDER");
    assertThat(folder).doesNotExist();
  }

  @Test
  void an_early_start_is_taken_over_by_whoever_opens_the_folder() throws Exception {
    Path folder = folders.withDatabase();
    EmbeddedPostgres.openInBackground(folder);
    try (var database = EmbeddedPostgres.open(folder)) {
      connect(database.url()).close();
    }
  }

  @Test
  void an_early_start_of_the_wrong_folder_is_undone() throws Exception {
    Path wrong = folders.withDatabase();
    Path folder = folders.withDatabase();
    EmbeddedPostgres.openInBackground(wrong);
    try (var database = EmbeddedPostgres.open(folder)) {
      connect(database.url()).close();
    }
    assertThat(postgresOf(wrong)).isFalse();
  }

  @Test
  void the_log_stays_small() throws Exception {
    Path file = folders.bare().resolve("postgres.log");
    Files.writeString(file, "x".repeat(9 << 20));
    var account = new ServerAccount(List.of(), Folders.owner(file), Folders.group(file));
    ServerLog.open(file, account).close();
    assertThat(file).isEmptyFile();
    assertThat(file.resolveSibling("postgres.log.1")).hasSize(9 << 20);
  }

  private static boolean postgresOf(Path folder) throws IOException {
    PostmasterFile file = PostmasterFile.read(folder.resolve("postgres/postmaster.pid"));
    return file != null && ProcessHandle.of(file.pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  private static PostmasterFile postmaster(Path folder) throws IOException {
    return Objects.requireNonNull(PostmasterFile.read(folder.resolve("postgres/postmaster.pid")));
  }

  static Connection connect(DatabaseUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
  }

  private static void write(Connection connection, String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE note (content text)");
    }
    insert(connection, text);
  }

  private static void insert(Connection connection, String text) throws SQLException {
    try (var statement = connection.prepareStatement("INSERT INTO note VALUES (?)")) {
      statement.setString(1, text);
      statement.execute();
    }
  }

  private static List<String> read(Connection connection) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT content FROM note")) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return one(connection, "SELECT current_setting('" + name + "')");
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
