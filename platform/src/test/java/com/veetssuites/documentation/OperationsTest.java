package com.veetssuites.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What the pages on deployment and migration say of a server holds for one behind a proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class OperationsTest {

  private final String database = PostgresExtension.createDatabase();
  private final PlatformServer server =
      PlatformServer.start(
          database, "server.forward-headers-strategy=native", "veets.account.logins-per-address=3");

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void behind_a_proxy_links_are_those_of_the_client() {
    String links =
        server
            .anonymous()
            .get("/api/docs/openapi", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "a.example")
            .expect(200)
            .json()
            .get("servers")
            .toString();

    assertThat(links).contains("https://a.example");
  }

  @Test
  void behind_a_proxy_attempts_count_for_the_client() {
    for (int i = 0; i < 3; i++) {
      logIn("nobody@example.org", "wrong", "203.0.113.7").expect(401);
    }
    logIn("nobody@example.org", "wrong", "203.0.113.7").expect(429);
    logIn("nobody@example.org", "wrong", "203.0.113.8").expect(401);
  }

  @Test
  void an_administrator_is_made_as_the_page_says() throws IOException, SQLException {
    Account account = account("192.0.2.1");
    account.client().get("/actuator/metrics").expect(403);

    execute(
        Pages.code("deployment.md", "sql").stream()
                .dropWhile(line -> !line.equals("BEGIN;"))
                .takeWhile(line -> !line.equals("COMMIT;"))
                .reduce("", (lines, line) -> lines + line + "\n")
                .replace("you@example.org", account.email())
            + "COMMIT;");

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> account.client().get("/actuator/metrics").status() == 200);
  }

  @Test
  void hashes_of_django_that_are_plain_bcrypt_come_along_and_others_do_not() throws Exception {
    Account account = account("192.0.2.2");
    String bcrypt = hash(account).substring("{bcrypt}".length());
    String django = "bcrypt$" + bcrypt.replaceFirst("^\\$2a", "\\$2b");

    execute(
        "UPDATE users SET password_hash = '{bcrypt}' || substr('%s', 8) WHERE id = %d"
            .formatted(django, account.id()));
    logIn(account.email(), PlatformServer.PASSWORD, "192.0.2.3").expect(200);

    hash(account, "pbkdf2_sha256$260000$salt$c29tZXRoaW5n");
    logIn(account.email(), PlatformServer.PASSWORD, "192.0.2.4").expect(500);

    String nobodys =
        Pages.code("migration-from-django.md", "sql").stream()
            .filter(line -> line.contains("{bcrypt}"))
            .findFirst()
            .orElseThrow()
            .split("'")[1];
    hash(account, nobodys);
    logIn(account.email(), PlatformServer.PASSWORD, "192.0.2.5").expect(401);
  }

  @Test
  void sequences_are_set_as_the_page_says() throws SQLException {
    for (String table :
        new String[] {"users", "courses", "enrollments", "sessions", "portfolios"}) {
      execute(
          "SELECT setval(pg_get_serial_sequence('%1$s', 'id'), (SELECT max(id) FROM %1$s))"
              .formatted(table));
    }
  }

  private Account account(String address) {
    String email = "a" + address.replace('.', '-') + "@example.org";
    server
        .anonymous()
        .post(
            "/api/auth/register/",
            Map.of(
                "email",
                email,
                "password",
                PlatformServer.PASSWORD,
                "first_name",
                "Ada",
                "last_name",
                "Lovelace"),
            "X-Forwarded-For",
            address)
        .expect(201);
    return server.logIn(email, PlatformServer.PASSWORD);
  }

  private Answer logIn(String email, String password, String address) {
    return server
        .anonymous()
        .post(
            "/api/auth/login/",
            Map.of("email", email, "password", password),
            "X-Forwarded-For",
            address);
  }

  private String hash(Account account) {
    return server
        .database()
        .sql("SELECT password_hash FROM users WHERE id = :id")
        .param("id", account.id())
        .query(String.class)
        .single();
  }

  private void hash(Account account, String hash) {
    server
        .database()
        .sql("UPDATE users SET password_hash = :hash WHERE id = :id")
        .param("hash", hash)
        .param("id", account.id())
        .update();
  }

  /** As somebody at a terminal: past the application and its cache. */
  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
