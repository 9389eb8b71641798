package com.veetssuites.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.command.CommandLauncher;
import com.veetssuites.command.load.LoadTestCommand;
import com.veetssuites.platform.VeetsSuites;
import com.veetssuites.testing.PostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A few seconds of the load test, against a whole platform with demo data. */
@Timeout(120)
class LoadTestTest {

  @TempDir private static Path temporary;
  private static ConfigurableApplicationContext platform;

  @BeforeAll
  static void start_a_platform() {
    platform =
        new SpringApplication(VeetsSuites.class)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--veets.database.url=" + PostgresExtension.createDatabase(),
                "--veets.data-folder=" + temporary.resolve("data"),
                "--veets.account.secret=a secret for tests that is long enough to sign with",
                "--veets.account.logins-per-address=3",
                "--veets.demo=true");
  }

  @AfterAll
  static void stop_it() {
    platform.close();
  }

  /**
   * One registration and one log-in of each of two students are one more than the server allows.
   */
  @Test
  void every_step_is_run_nothing_fails_and_there_is_a_report() throws Exception {
    Path folder = temporary.resolve("report");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream standardOut = System.out;
    System.setOut(new PrintStream(out, true, UTF_8));
    int exitCode;
    try {
      exitCode =
          new CommandLauncher(
                  List.of(
                      new LoadTestCommand(
                          () -> Path.of("load-test/target").toAbsolutePath(),
                          () -> temporary,
                          Clock.systemUTC())))
              .run(
                  "load-test",
                  "--url=http://127.0.0.1:" + port(),
                  "--users=6",
                  "--duration=10s",
                  "--pause=20ms",
                  "--report=" + folder);
    } finally {
      System.setOut(standardOut);
    }
    JsonNode figures = JsonMapper.shared().readTree(folder.resolve("figures.json"));
    assertThat(exitCode).as(out.toString(UTF_8)).isZero();
    assertThat(figures.path("failed").asLong()).isZero();
    assertThat(figures.path("errors").isEmpty()).isTrue();
    List<String> steps = new ArrayList<>();
    figures.path("steps").forEach(step -> steps.add(step.path("name").asString()));
    assertThat(steps)
        .containsExactlyInAnyOrder(
            "list courses",
            "list courses, another page",
            "search courses",
            "show a course",
            "log in",
            "my profile",
            "enroll",
            "my enrollments",
            "upload a CV",
            "poll the task",
            "my portfolio");
    assertThat(figures.path("refused_logins").asLong()).isEqualTo(1);
    assertThat(folder.resolve("report/index.html")).isNotEmptyFile();
    assertThat(out.toString(UTF_8)).contains("Report: " + folder.resolve("report/index.html"));
    // The platform has seen the same as the report tells.
    assertThat(count("SELECT count(*) FROM users WHERE email LIKE 'load-test-%@example.com'"))
        .isEqualTo(2);
    assertThat(
            count(
                """
                SELECT count(*)
                FROM portfolios AS p
                JOIN users AS u ON u.id = p.user_id
                WHERE u.email LIKE 'load-test-%' AND p.status = 'processed'
                """))
        .isPositive();
  }

  private static int port() {
    return Objects.requireNonNull(((ServletWebServerApplicationContext) platform).getWebServer())
        .getPort();
  }

  private static long count(String sql) {
    return platform.getBean(JdbcClient.class).sql(sql).query(Long.class).single();
  }
}
