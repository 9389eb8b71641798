package com.veetssuites.benchmarks.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Registers the students of one run, before it begins: {@code load-test-…@example.com}, with a
 * password that nobody learns.
 *
 * <p>A server lets an address register and log in only so many times in a while. When it refuses,
 * the accounts that there are have to do for all users.
 */
final class LoadAccounts {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LoadPlan plan;
  private final String run;
  private final String password;

  LoadAccounts(LoadPlan plan) {
    this.plan = plan;
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    run = HexFormat.of().formatHex(bytes, 0, 5);
    password = HexFormat.of().formatHex(bytes, 5, bytes.length);
  }

  /** A student, logged in by registering. */
  record Account(String email, String password, String token) {

    /** Without the secrets. */
    @Override
    public String toString() {
      return email;
    }
  }

  /**
   * Registers so many, or as many as the server allows.
   *
   * @throws LoadRefused when it allows none, or answers with something else
   */
  List<Account> register(int count) throws IOException, InterruptedException {
    List<Account> accounts = new ArrayList<>();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      while (accounts.size() < count) {
        String email = "load-test-%s-%d@example.com".formatted(run, accounts.size() + 1);
        HttpResponse<String> answer =
            client.send(registration(email), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 429 && !accounts.isEmpty()) {
          return accounts;
        }
        accounts.add(new Account(email, password, token(answer)));
      }
    }
    return accounts;
  }

  private HttpRequest registration(String email) {
    Map<String, String> form =
        Map.of(
            "email",
            email,
            "password",
            password,
            "first_name",
            "Load",
            "last_name",
            "Test",
            "role",
            "student");
    return HttpRequest.newBuilder(plan.url().resolve("/api/auth/register/"))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(form)))
        .build();
  }

  private static String token(HttpResponse<String> answer) {
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JacksonException e) {
      body = JSON.createObjectNode();
    }
    return switch (answer.statusCode()) {
      case 201 -> body.path("access").asString();
      case 429 ->
          throw new LoadRefused(
              "The server takes no more registrations from here: %s Start it with VEETS_ACCOUNT_LOGINS_PER_ADDRESS=100000 to measure more often, or run --scenario browse, which needs no accounts."
                  .formatted(body.path("detail").asString("")));
      default ->
          throw new LoadRefused(
              "The accounts of the students could not be registered, the server answered %d%s"
                  .formatted(
                      answer.statusCode(),
                      body.path("detail").isString()
                          ? ": " + body.path("detail").asString()
                          : "."));
    };
  }
}
