package com.veetssuites.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.testing.PostgresExtension;
import com.zaxxer.hikari.HikariDataSource;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DatabaseConfigurationTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withUserConfiguration(DatabaseConfiguration.class)
          .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));

  @Test
  void without_an_address_the_data_source_is_the_embedded_database(@TempDir Path folder) {
    runner
        .withPropertyValues("veets.data-folder=" + folder)
        .run(context -> {
          try (var connection = context.getBean(HikariDataSource.class).getConnection()) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
            assertThat(connection.getCatalog()).isEqualTo("veetssuites");
          }
          assertThat(folder.resolve("postgres/postmaster.pid")).exists();
        });
    assertThat(folder.resolve("postgres/postmaster.pid"))
        .as("stopped with the context")
        .doesNotExist();
  }

  @Test
  void with_an_address_the_data_source_connects_there(@TempDir Path folder) {
    runner
        .withPropertyValues(
            "veets.database.url=" + PostgresExtension.createDatabase(),
            "veets.data-folder=" + folder)
        .run(context -> {
          try (var connection = context.getBean(HikariDataSource.class).getConnection()) {
            assertThat(connection.getCatalog()).startsWith("test_");
          }
          assertThat(context.getBean(JdbcConnectionDetails.class).toString())
              .startsWith("postgres://postgres@localhost:");
        });
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_host_that_is_unknown_is_a_sentence() {
    failsSoon("postgres://ann:hunter2@nowhere.invalid/school", "the host nowhere.invalid");
  }

  @Test
  void a_port_that_refuses_is_a_sentence() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    failsSoon(
        "postgres://ann:hunter2@127.0.0.1:%d/school".formatted(port),
        "no PostgreSQL accepts connections");
  }

  @Test
  void a_server_that_accepts_and_says_nothing_is_a_sentence() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      failsSoon(
          "postgres://ann:hunter2@127.0.0.1:%d/school".formatted(socket.getLocalPort()),
          "did not answer within");
    }
  }

  @Test
  void a_wrong_password_is_a_sentence(@TempDir Path folder) {
    try (var database = EmbeddedPostgres.open(folder)) {
      String address = "postgres://veetssuites:hunter2@127.0.0.1:" + database.url().port();
      failsSoon(address + "/veetssuites", "does not let in with that password");
    }
  }

  @Test
  void a_database_that_does_not_exist_is_a_sentence() {
    String url =
        PostgresExtension.createDatabase().replaceFirst("/test_\\w+", "/nothing_here")
            + "&password=hunter2";
    failsSoon(url, "names the database nothing_here, which does not exist");
  }

  @Test
  void a_setting_that_the_driver_refuses_is_a_sentence() {
    failsSoon(
        PostgresExtension.createDatabase() + "&password=hunter2&sslmode=hunter2", "cannot be used");
  }

  @Test
  void a_wrong_address_fails_the_start_of_the_application_with_that_sentence() {
    runner
        .withPropertyValues("veets.database.url=postgres://ann:hunter2@nowhere.invalid/school")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("DATABASE_URL"));
  }

  private static void failsSoon(String url, String sentence) {
    Instant start = Instant.now();
    ThrowingCallable use = () -> ApplicationDatabase.external(DatabaseUrl.parse(url));
    assertThatThrownBy(use)
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("DATABASE_URL")
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("hunter2");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }
}
