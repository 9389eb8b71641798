package com.veetssuites.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.PostgresExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoDataCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void forgetTheDatabase() {
    System.clearProperty("veets.database.url");
    System.clearProperty("spring.datasource.url");
  }

  @Test
  void it_migrates_an_empty_database_fills_it_and_tells_how_to_sign_in() {
    useAnEmptyDatabase();

    assertThat(run("--users", "20", "--courses", "10", "--enrollments", "50", "--sessions", "5"))
        .isZero();

    assertThat(out.toString())
        .containsPattern("enrollments +50 done in")
        .contains("Added 20 users, 10 courses, 50 enrollments, 5 sessions")
        .containsPattern("admin@example.com +admin +password: demo-password");
    assertThat(run("--users", "20", "--courses", "10", "--enrollments", "50", "--sessions", "5"))
        .isZero();
    assertThat(out.toString()).contains("All of it was there already.");
  }

  @Test
  void numbers_that_cannot_be_are_wrong_usage() {
    assertThat(run("--users", "10", "--courses", "10", "--enrollments", "1000")).isEqualTo(2);
    assertThat(err.toString()).contains("1,000 enrollments are impossible");
    assertThat(run("--courses", "many")).isEqualTo(2);
    assertThat(run("--users=-5")).isEqualTo(2);
    assertThat(run("--password", "short")).isEqualTo(2);
  }

  private int run(String... arguments) {
    return new CommandLine(new DemoDataCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private static void useAnEmptyDatabase() {
    String url = PostgresExtension.createDatabase();
    System.setProperty("veets.database.url", url);
    System.setProperty("spring.datasource.url", url);
  }
}
