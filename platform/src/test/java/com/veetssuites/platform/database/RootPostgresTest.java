package com.veetssuites.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The embedded database as root, as a normal user, and where the machine forbids or lacks
 * something.
 */
class RootPostgresTest {

  private static final int NOBODY = 65_534;
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

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
  void a_normal_user_has_a_database_and_root_opens_it_as_that_user() throws Exception {
    assumeRoot();
    Path folder = folders.empty();
    Folders.give(folder, NOBODY, NOBODY);
    try (var process = VeetsProcess.start(asNobody("serve", folder))) {
      assertThat(process.answer).startsWith("READY");
      process.connect().close();
    }
    try (var database = EmbeddedPostgres.open(folder)) {
      EmbeddedPostgresTest.connect(database.url()).close();
    }
    assertThat(Folders.owner(folder.resolve("postgres/PG_VERSION"))).isEqualTo(NOBODY);
    // What root left behind must not be in the user's way.
    try (var process = VeetsProcess.start(asNobody("serve", folder))) {
      assertThat(process.answer).startsWith("READY");
    }
  }

  @Test
  void a_database_of_another_user_is_a_sentence() throws Exception {
    assumeRoot();
    Path folder = folders.withDatabase();
    Files.createFile(folder.resolve("postgres.lock"));
    Files.setAttribute(folder, "unix:uid", NOBODY);
    Files.setAttribute(folder.resolve("postgres.lock"), "unix:uid", NOBODY);
    try (var process = VeetsProcess.start(asNobody("serve", folder))) {
      assertThat(process.answer).contains("belongs to user number 0").contains("65534");
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_a_sentence() throws Exception {
    assumeRoot();
    Path folder = folders.bare();
    for (Path denied : List.of(folder, folder.resolve("data"))) {
      try (var process = VeetsProcess.start(asNobody("serve", denied))) {
        assertThat(process.answer)
            .contains("cannot be written by this user")
            .contains("VEETS_DATA_FOLDER");
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_container_without_user_namespaces_or_other_users_is_a_sentence() throws Exception {
    Path folder = folders.empty();
    assumeNamespaces();
    try (var process =
        VeetsProcess.start(
            shell(
                List.of("unshare", "--user", "--map-root-user"),
                "echo 0 > /proc/sys/user/max_user_namespaces && exec %s",
                VeetsProcess.command("serve", folder)))) {
      assertThat(process.answer)
          .contains("PostgreSQL does not run as root")
          .contains("as a normal user")
          .contains("DATABASE_URL");
    }
    assertThat(folder.resolve("postgres")).doesNotExist();
  }

  @Test
  void a_container_without_user_namespaces_runs_postgres_as_nobody() throws Exception {
    assumeRoot();
    assumeNamespaces();
    Path folder = folders.withDatabase(); // of root
    Path ready = folders.bare();
    // A namespace in which all users exist and no further namespace may be made: a container that
    // runs as root.
    List<String> container =
        shell(
            List.of("unshare", "--user"),
            """
            touch '%s/inside'; while [ "$(id -u)" != 0 ]; do sleep 0.01; done; \
            exec sh -c "echo 0 > /proc/sys/user/max_user_namespaces && exec %%s\"\
            """
                .formatted(ready),
            VeetsProcess.command("serve", folder));
    Thread mapping =
        Thread.ofPlatform()
            .start(() -> {
              try {
                mapAllUsers(ready);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    try (var process = VeetsProcess.start(container)) {
      mapping.join();
      assertThat(process.answer).startsWith("READY");
      process.connect().close();
    }
    assertThat(Folders.owner(folder.resolve("postgres/PG_VERSION"))).isEqualTo(NOBODY);
  }

  @Test
  void a_full_disk_is_a_sentence_and_harms_nothing() throws Exception {
    assumeNamespaces();
    Path mount = folders.bare();
    Path report = folders.bare().resolve("report");
    String serve = quoted(VeetsProcess.command("serve", mount.resolve("data")));
    // 20 MB end within the unpacking, 80 MB within initdb, 105 MB at about its end.
    String script =
        """
        mount -t tmpfs -o size=1m none '%1$s'
        for size in 20m 80m 105m 600m; do
          mount -o remount,size=$size '%1$s'
          echo "$size: $(%2$s < /dev/null 2>/dev/null | grep ANSWER)"
          ls '%1$s/data' | tr '\\n' ' '
          echo
        done > '%3$s'
        """
            .formatted(mount, serve, report);
    DataFolders.run("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script);
    List<String> lines = Files.readAllLines(report);
    assertThat(lines).hasSize(8);
    for (int line : List.of(0, 2)) {
      assertThat(lines.get(line)).contains("is full").contains("VEETS_DATA_FOLDER");
      assertThat(lines.get(line + 1).split(" "))
          .isSubsetOf("postgres-binaries", "postgres.lock", "postgres.log");
    }
    assertThat(lines.get(4)).matches(".*(is full|READY).*");
    assertThat(lines.get(6)).contains("READY");
  }

  /**
   * Waits for the process that waits in a new user namespace, and gives it all users of this one.
   */
  private static void mapAllUsers(Path ready) throws IOException, InterruptedException {
    while (Files.notExists(ready.resolve("inside"))) {
      Thread.sleep(5);
    }
    ProcessHandle waiting =
        ProcessHandle.current()
            .descendants()
            .filter(ProcessHandle::isAlive)
            .filter(process -> isUnmapped(process.pid()))
            .findFirst()
            .orElseThrow();
    Path proc = Path.of("/proc", Long.toString(waiting.pid()));
    Files.writeString(proc.resolve("gid_map"), "0 0 65536");
    Files.writeString(proc.resolve("uid_map"), "0 0 65536");
  }

  private static boolean isUnmapped(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "uid_map")).isBlank();
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> asNobody(String mode, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(AS_NOBODY);
    command.addAll(VeetsProcess.command(folders.classPath(), mode, folder));
    return command;
  }

  private static List<String> shell(List<String> prefix, String script, List<String> command) {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(List.of("sh", "-c", script.formatted(quoted(command))));
    return line;
  }

  private static String quoted(List<String> command) {
    return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }

  private static void assumeRoot() {
    assumeTrue(new UnixSystem().getUid() == 0, "needs root");
  }

  private static void assumeNamespaces() throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "true")
                .start()
                .waitFor()
            == 0,
        "needs user namespaces");
  }
}
