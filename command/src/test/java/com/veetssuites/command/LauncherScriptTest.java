package com.veetssuites.command;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The {@code veets} script in a project of its own, where Maven and the JDK are scripts that write
 * down how they are called. Nothing of this machine is on its path but a few tools.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptTest {

  private static final Path SCRIPT = Path.of("..", "veets").toAbsolutePath().normalize();
  private static final List<String> TOOLS =
      List.of(
          "basename",
          "bash",
          "cat",
          "date",
          "dirname",
          "env",
          "find",
          "flock",
          "grep",
          "head",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "rmdir",
          "sleep",
          "tail",
          "touch");

  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo "$JAVA_HOME $*" >>maven.calls
      [ ! -e maven.slow ] || sleep 1
      if [ -e maven.broken ]; then
        echo '[INFO] a line that nobody needs'
        echo '[ERROR] Course.java:[7,1] something is missing'
        exit 1
      fi
      case "$*" in
        *load-test*)
          mkdir -p benchmarks/load-test/target/classes benchmarks/load-test/target/lib
          exit
          ;;
      esac
      mkdir -p platform/target
      echo jar >platform/target/platform-1-application.jar
      """;

  private static final String JAVA =
      """
      #!/usr/bin/env bash
      here=${0%/bin/java}
      case "$*" in
        *extract*)
          for last; do [ "${previous:-}" != --destination ] || folder=$last; previous=$last; done
          mkdir -p "$folder/lib"
          echo jar >"$folder/veets.jar"
          echo jar >"$folder/lib/one.jar"
          ;;
        *AOTCacheOutput=*)
          env >>"$here/training.environment"
          echo "$*" >>"$here/training.calls"
          [ ! -e "$here/training.broken" ] || exit 1
          for each; do case $each in -XX:AOTCacheOutput=*) echo cache >"${each#*=}" ;; esac; done
          ;;
        *)
          echo "pid $$"
          echo "folder $PWD"
          for each; do echo "<$each>"; done
          case "$*" in *linger*) exec sleep 30 ;; esac
          exit 7
          ;;
      esac
      """;

  @TempDir private Path temporary;
  private Path root = Path.of("");
  private Path jdk = Path.of("");
  private Path path = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void make_a_project_and_a_jdk() throws IOException {
    root = Files.createDirectories(temporary.resolve("a project"));
    Files.copy(SCRIPT, root.resolve("veets"), COPY_ATTRIBUTES);
    program(root.resolve("mvnw"), MAVEN);
    write(root.resolve("pom.xml"), "<project/>");
    write(root.resolve(".mvn/maven.config"), "");
    write(root.resolve("platform/pom.xml"), "<project/>");
    write(root.resolve("platform/src/main/java/Course.java"), "class Course {}");
    write(root.resolve("platform/src/main/java/Gone.java"), "class Gone {}");
    write(root.resolve("benchmarks/load-test/pom.xml"), "<project/>");
    write(root.resolve("benchmarks/load-test/src/main/java/Journeys.java"), "class Journeys {}");
    age(Duration.ofMinutes(1));
    jdk = jdk("jdk-25", "25.0.3");
    path = Files.createDirectories(temporary.resolve("bin"));
    for (String tool : TOOLS) {
      provide(tool);
    }
    environment.put("PATH", path.toString());
    environment.put("HOME", temporary.resolve("home").toString());
    environment.put("VEETS_JDK_FOLDERS", "");
    environment.put("JAVA_HOME", jdk.toString());
  }

  @Test
  void without_a_jdk_one_sentence_says_what_to_install() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk-17", "17.0.15").toString());
    Run run = veets("--help");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).hasSize(1).first().asString().contains("needs a JDK 25", "JAVA_HOME");
    assertThat(root.resolve("target")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"home/.sdkman/candidates/java/25", "home/.jdks/temurin-25", "jvm/25"})
  void a_jdk_is_found_where_people_install_them(String place) throws Exception {
    Path found = jdk(place, "25");
    jdk(Path.of(place).resolveSibling("250").toString(), "250.1");
    environment.put("JAVA_HOME", jdk("jdk-24", "24.0.2").toString());
    environment.put("VEETS_JDK_FOLDERS", temporary.resolve("jvm").toString());
    assertThat(veets("--java-home").out()).containsExactly(found.toString());
  }

  @Test
  void a_jdk_is_found_on_a_mac() throws Exception {
    Path found = jdk("machines/temurin-25.jdk/Contents/Home", "25.0.1");
    environment.remove("JAVA_HOME");
    environment.put("VEETS_JDK_FOLDERS", temporary.resolve("machines").toString());
    assertThat(veets("--java-home").out()).containsExactly(found.toString());
  }

  @Test
  void the_java_on_the_path_is_followed_to_its_jdk() throws Exception {
    Path alternatives = Files.createDirectories(temporary.resolve("alternatives"));
    Files.createSymbolicLink(alternatives.resolve("java"), jdk.resolve("bin/java"));
    Files.createSymbolicLink(path.resolve("java"), Path.of("../alternatives/java"));
    environment.remove("JAVA_HOME");
    assertThat(veets("--java-home").out()).containsExactly(jdk.toRealPath().toString());
  }

  @Test
  void arguments_folder_process_and_exit_code_are_those_of_the_caller() throws Exception {
    environment.put("VEETS_JAVA_OPTS", "-Xmx1g -Da=b");
    Run run = veets("demo-data", "two words", "", "*");
    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out())
        .contains("pid " + run.pid(), "folder " + temporary.toRealPath())
        .contains("<-Xmx1g>", "<-Da=b>", "<-Dveets.home=" + root.toRealPath() + ">")
        .contains("<--enable-native-access=ALL-UNNAMED>")
        .endsWith("<demo-data>", "<two words>", "<>", "<*>");
    assertThat(run.out()).anyMatch(line -> line.startsWith("<-XX:AOTCache="));
  }

  @Test
  void what_has_changed_is_built_and_nothing_else() throws Exception {
    assertThat(veets().err()).anyMatch(line -> line.contains("first time"));
    assertThat(calls("maven")).containsExactly(jdk + " -q -B -pl platform -am package -DskipTests");
    assertThat(veets().err()).isEmpty();
    assertThat(calls("maven")).hasSize(1);

    write(root.resolve("platform/src/main/java/Course.java"), "class Course { }");
    assertThat(veets().err()).anyMatch(line -> line.startsWith("Building VeetsSuites …"));
    assertThat(calls("maven")).hasSize(2);

    Files.delete(root.resolve("platform/src/main/java/Gone.java"));
    veets();
    assertThat(calls("maven")).hasSize(3);
    veets();
    assertThat(calls("maven")).hasSize(3);
  }

  @Test
  void the_load_test_is_built_when_it_is_asked_for_and_has_changed_and_without_the_program()
      throws Exception {
    veets("serve");
    assertThat(calls("maven")).hasSize(1).noneMatch(call -> call.contains("load-test"));

    Run first = veets("--load-test-folder");
    Path folder = root.toRealPath().resolve("benchmarks/load-test/target");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).containsExactly(folder.toString());
    assertThat(first.err()).hasSize(1).first().asString().startsWith("Building the load test …");
    assertThat(calls("maven"))
        .hasSize(2)
        .last()
        .isEqualTo(jdk + " -q -B -pl benchmarks/load-test -am package -DskipTests");
    assertThat(veets("--load-test-folder").err()).isEmpty();

    write(root.resolve("benchmarks/load-test/src/main/java/Journeys.java"), "class Journeys { }");
    assertThat(veets("serve").err()).isEmpty();
    assertThat(calls("maven")).hasSize(2);
    veets("--load-test-folder");
    assertThat(calls("maven")).hasSize(3);

    Files.delete(folder.resolve("lib"));
    veets("--load-test-folder");
    assertThat(calls("maven")).hasSize(4);
  }

  @Test
  void a_load_test_that_cannot_be_built_shows_why() throws Exception {
    write(root.resolve("maven.broken"), "");
    Run run = veets("--load-test-folder");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("[ERROR] Course.java:[7,1] something is missing")
        .last()
        .asString()
        .contains("target/veets/load-test.log");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void two_starts_at_once_build_once(boolean flock) throws Exception {
    if (!flock) {
      Files.delete(path.resolve("flock"));
    }
    write(root.resolve("maven.slow"), "");
    Process one = start("one");
    Process two = start("two");
    assertThat(finish(one).exitCode()).isEqualTo(7);
    assertThat(finish(two).exitCode()).isEqualTo(7);
    assertThat(calls("maven")).hasSize(1);
    assertThat(trainings()).isEqualTo(1);
  }

  @Test
  void the_lock_of_a_killed_start_is_cleared_away() throws Exception {
    Files.delete(path.resolve("flock"));
    Process killed = new ProcessBuilder("true").start();
    killed.waitFor();
    write(root.resolve("target/veets/lock.d/pid"), killed.pid() + "\n");
    assertThat(veets().exitCode()).isEqualTo(7);
    assertThat(root.resolve("target/veets/lock.d")).doesNotExist();
  }

  @Test
  void a_broken_build_shows_its_errors_and_where_the_rest_is() throws Exception {
    write(root.resolve("maven.broken"), "");
    Run run = veets("serve");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("[ERROR] Course.java:[7,1] something is missing")
        .noneMatch(line -> line.contains("nobody needs"))
        .last()
        .asString()
        .contains("build failed", "target/veets/build.log");

    Files.delete(root.resolve("maven.broken"));
    assertThat(veets().exitCode()).isEqualTo(7);
  }

  @Test
  void the_cache_is_made_again_for_a_touched_jar_and_for_another_jdk() throws Exception {
    veets();
    veets();
    assertThat(trainings()).isEqualTo(1);

    FileTime earlier = FileTime.from(Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(app().resolve("aot.for"), earlier);
    assertThat(veets().err()).anyMatch(line -> line.startsWith("Preparing a faster start"));
    assertThat(trainings()).isEqualTo(2);

    write(jdk.resolve("release"), "JAVA_VERSION=\"25.0.4\"\n");
    veets();
    assertThat(trainings()).isEqualTo(3);
    veets();
    assertThat(trainings()).isEqualTo(3);
    assertThat(calls("maven")).hasSize(1);
  }

  @Test
  void without_a_cache_it_starts_all_the_same() throws Exception {
    write(jdk.resolve("training.broken"), "");
    Run run = veets();
    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.err()).anyMatch(line -> line.startsWith("Going on without it"));
    assertThat(run.out()).noneMatch(line -> line.contains("AOTCache"));
    assertThat(veets().err()).isEmpty();
    assertThat(trainings()).isEqualTo(1);
  }

  @Test
  void the_cache_can_be_switched_off() throws Exception {
    environment.put("VEETS_AOT", "off");
    assertThat(veets().out()).noneMatch(line -> line.contains("AOTCache"));
    assertThat(trainings()).isZero();
  }

  @Test
  void the_training_sees_nothing_of_the_callers_settings() throws Exception {
    environment.put("DATABASE_URL", "postgres://production");
    environment.put("VEETS_DATA_FOLDER", "/precious");
    veets();
    assertThat(Files.readString(jdk.resolve("training.environment")))
        .contains("VEETS_DATA_FOLDER=")
        .doesNotContain("production", "precious");
  }

  @Test
  void a_running_server_keeps_the_build_it_runs_from() throws Exception {
    Process server = start("linger");
    try (var lines = server.inputReader()) {
      assertThat(lines.readLine()).startsWith("pid");
      Path old = app();
      write(root.resolve("pom.xml"), "<project></project>");
      veets();
      assertThat(app()).isNotEqualTo(old);
      assertThat(old.resolve("veets.jar")).exists();

      server.destroy();
      server.waitFor();
      write(root.resolve("pom.xml"), "<project ></project>");
      veets();
      assertThat(old).doesNotExist();
    } finally {
      server.destroyForcibly();
    }
  }

  private record Run(long pid, int exitCode, List<String> out, List<String> err) {}

  private Run veets(String... arguments) throws Exception {
    return finish(start(arguments));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(root.resolve("veets").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(temporary.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Run finish(Process process) throws Exception {
    List<String> out = process.inputReader().lines().toList();
    List<String> err = process.errorReader().lines().toList();
    assertThat(process.waitFor(30, SECONDS)).isTrue();
    return new Run(process.pid(), process.exitValue(), out, err);
  }

  private Path app() throws IOException {
    Path work = root.resolve("target/veets");
    return work.resolve(Files.readString(work.resolve("current")).strip());
  }

  private List<String> calls(String what) throws IOException {
    return Files.readAllLines(root.resolve(what + ".calls"));
  }

  private int trainings() throws IOException {
    try {
      return Files.readAllLines(jdk.resolve("training.calls")).size();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = temporary.resolve(name);
    program(home.resolve("bin/java"), JAVA);
    program(home.resolve("bin/javac"), "");
    write(
        home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    return home;
  }

  private void provide(String tool) throws IOException {
    for (String folder : List.of("/usr/bin", "/bin", "/opt/homebrew/bin", "/usr/local/bin")) {
      Path program = Path.of(folder, tool);
      if (Files.isExecutable(program)) {
        program(path.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(program));
        return;
      }
    }
  }

  private void age(Duration duration) throws IOException {
    FileTime earlier = FileTime.from(Instant.now().minus(duration));
    try (Stream<Path> all = Files.walk(root)) {
      all.forEach(each -> {
        try {
          Files.setLastModifiedTime(each, earlier);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  private static void program(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
