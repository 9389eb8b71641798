package com.veetssuites.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.PlatformServer;
import com.veetssuites.testing.PostgresExtension;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs may do with the tokens that were configured for them. */
@Timeout(60)
class ActuatorTokensTest {

  private static final String OPERATIONS = "operations-token-0123456789-0123456789";
  private static final String SCRAPE = "scrape-token-0123456789-0123456789-abc";

  private static PlatformServer server;

  @BeforeAll
  static void start() {
    server =
        PlatformServer.start(
            PostgresExtension.createDatabase(),
            "server.address=0.0.0.0",
            "veets.account.operations-token=" + OPERATIONS,
            "veets.account.scrape-token=" + SCRAPE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/actuator/info, 200, 401",
    "/actuator/tieredcaches, 200, 401",
    "/actuator/prometheus, 200, 200",
    "/actuator/prometheus?includedNames=process_uptime_seconds, 200, 200",
    "/actuator/metrics, 200, 401",
    "/actuator/prometheus/, 404, 401",
    "/actuator, 401, 401",
    "/api/analytics/reports/, 401, 401",
    "/api/users/profile/, 401, 401",
    "/api/courses/, 401, 401",
  })
  void each_token_is_good_for_what_it_is_for(String path, int operations, int scrape) {
    assertThat(server.withToken(OPERATIONS).get(path).status()).isEqualTo(operations);
    assertThat(server.withToken(SCRAPE).get(path).status()).isEqualTo(scrape);
    assertThat(server.withToken(OPERATIONS + "x").get(path).status()).isEqualTo(401);
  }

  @Test
  void metrics_are_read_and_not_written_with_the_token_for_reading_them() {
    assertThat(server.withToken(SCRAPE).get("/actuator/prometheus").body())
        .contains("http_server_requests");
    assertThat(server.withToken(SCRAPE).post("/actuator/prometheus", "{}").status()).isEqualTo(401);
    assertThat(server.withToken(SCRAPE).delete("/actuator/tieredcaches?pattern=*").status())
        .isEqualTo(401);
    server.withToken(OPERATIONS).delete("/actuator/tieredcaches?pattern=a:*").expect(204);
    server.admin().client().get("/actuator/prometheus").expect(200);
    server.student().client().get("/actuator/prometheus").expect(403);
    server.anonymous().get("/actuator/prometheus").expect(401);
  }

  @Test
  void the_token_of_this_machine_is_of_no_use_from_elsewhere() throws Exception {
    Optional<InetAddress> elsewhere =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
            .findFirst();
    assumeThat(elsewhere).isPresent();
    String host = elsewhere.orElseThrow().getHostAddress();
    String local = server.bean(CommandToken.class).value();
    server.withToken(local).get("/actuator/info").expect(200);
    assertThat(statusFrom(host, local)).isEqualTo(401);
    assertThat(statusFrom(host, OPERATIONS)).isEqualTo(200);
  }

  private static int statusFrom(String host, String token) throws Exception {
    URI url = server.url("/actuator/info");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(url.toString().replace("127.0.0.1", host)))
                  .timeout(Duration.ofSeconds(10))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "0123456789-0123456789-012345678",
        "0123456789 0123456789 0123456789 0123456789",
        "0123456789-0123456789-0123456789-ü"
      })
  void what_can_be_guessed_or_not_be_sent_is_no_token(String token) {
    assertThatThrownBy(() -> tokens(token, ""))
        .isInstanceOf(CommandFailed.class)
        .hasMessageStartingWith("VEETS_ACCOUNT_OPERATIONS_TOKEN must have at least 32 characters")
        .hasMessageNotContaining(token);
    assertThatThrownBy(() -> tokens("", token))
        .isInstanceOf(CommandFailed.class)
        .hasMessageStartingWith("VEETS_ACCOUNT_SCRAPE_TOKEN must have at least 32 characters");
  }

  @Test
  void one_token_is_not_good_for_both() {
    assertThatThrownBy(() -> tokens(SCRAPE, SCRAPE + "\n"))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("must not be the same");
    assertThat(tokens("", "")).isNotNull();
  }

  private static ActuatorTokens tokens(String operations, String scrape) {
    return new ActuatorTokens(
        new CommandToken(),
        new AccountProperties(
            "",
            Duration.ofMinutes(60),
            Duration.ofDays(14),
            Duration.ofMinutes(15),
            10,
            300,
            Duration.ZERO,
            operations,
            scrape));
  }
}
