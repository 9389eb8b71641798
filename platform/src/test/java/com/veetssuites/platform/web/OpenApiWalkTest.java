package com.veetssuites.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Client;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Walks every operation of the OpenAPI description with hostile values in every parameter and
 * field, as nobody, as a student, as an instructor and as an administrator.
 *
 * <p>Invariant: no answer is a 5xx, and every error is a problem detail. (503 is allowed where it
 * says that an integration is not configured.) Replay a run with {@code -Dwalk.seed=…}.
 */
class OpenApiWalkTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long SEED = Long.getLong("walk.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("walk.rounds", 12);

  private static final List<String> HOSTILE_TEXT =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1",
          "2",
          "9223372036854775807",
          "9223372036854775808",
          "1e309",
          "NaN",
          "abc",
          "true",
          "null",
          "'; DROP TABLE users; --",
          "\" OR 1=1",
          "../../../etc/passwd",
          "%2e%2e%2f",
          "<script>alert(1)</script>",
          "${jndi:ldap://127.0.0.1/x}",
          "#{7*7}",
          "a\u0000b",
          "\ud800",
          "\uFEFF\u202E\u0001",
          "😀".repeat(300),
          "x".repeat(5_000),
          "2026-02-30",
          "2026-13-01T00:00:00Z",
          "-999999999-01-01",
          "+999999999-12-31T23:59:59Z",
          "0001-01-01",
          "http://169.254.169.254/latest/meta-data",
          "user_engagement");

  private static final List<String> HOSTILE_JSON =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e400",
          "-0",
          "99999999999999999999999999",
          "\"\"",
          "\"x\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "[]",
          "[null]",
          "{}",
          "{\"a\":{\"a\":[]}}",
          "\"2026-02-30\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"-1000000000-01-01T00:00:00Z\"",
          "\"9999-12-31T23:59:59.999999999Z\"",
          "\"294277-01-01T00:00:00Z\"",
          "\"0000-01-01T00:00:00Z\"");

  private final PlatformServer server = PlatformServer.shared();
  private final Random random = new Random(SEED);
  private final List<String> failures = new ArrayList<>();
  private int requests;

  @Test
  void no_operation_answers_hostile_values_with_a_5xx() {
    JsonNode api = server.anonymous().get("/api/docs/openapi").expect(200).json();
    Account instructor = server.instructor();
    server.course(instructor, "0", true);
    List<Client> clients =
        List.of(
            server.anonymous(),
            server.student().client(),
            instructor.client(),
            server.admin().client());

    api.get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation -> {
                  // Ending the walkers' own log-ins would only shorten the walk.
                  if (!path.getKey().startsWith("/api/auth/logout")) {
                    for (int round = 0; round < ROUNDS; round++) {
                      walk(
                          api,
                          path.getKey(),
                          operation.getKey(),
                          operation.getValue(),
                          clients.get(round % clients.size()));
                    }
                  }
                }));

    System.out.printf("walked %d requests, walk.seed=%d%n", requests, SEED);
    assertThat(requests).isGreaterThan(100);
    assertThat(failures).as("walk.seed=" + SEED).isEmpty();
  }

  private void walk(JsonNode api, String path, String method, JsonNode operation, Client client) {
    String url = path;
    Map<String, String> query = new LinkedHashMap<>();
    List<String> headers = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.get("name").asString();
      String value = HOSTILE_TEXT.get(random.nextInt(HOSTILE_TEXT.size()));
      switch (parameter.get("in").asString()) {
        case "path" -> url = url.replace("{" + name + "}", value.isBlank() ? "1" : encode(value));
        case "query" -> {
          if (random.nextBoolean()) {
            query.put(name, value);
          }
        }
        case "header" -> {
          headers.add(name);
          headers.add(random.nextBoolean() ? "*" : value.replaceAll("[^\\x20-\\x7e]", "?"));
        }
        default -> throw new AssertionError(parameter);
      }
    }
    url = url.replaceAll("\\{[^}]*}", "1");
    if (!query.isEmpty()) {
      var text = new StringBuilder("?");
      query.forEach((n, v) -> text.append(encode(n)).append('=').append(encode(v)).append('&'));
      url += text;
    }
    String body = body(api, operation, headers);
    var answer =
        client.send(method.toUpperCase(Locale.ROOT), url, body, headers.toArray(String[]::new));
    requests++;
    boolean explained =
        answer.status() < 400
            || answer
                .header("Content-Type")
                .map(type -> type.startsWith("application/problem+json"))
                .orElse(false);
    boolean notConfigured = answer.status() == 503 && answer.body().contains("not-configured");
    if (!explained || (answer.status() >= 500 && !notConfigured)) {
      failures.add(
          "%s %s %s%n  -> %d %s".formatted(method, url, body, answer.status(), answer.body()));
    }
  }

  private @Nullable String body(JsonNode api, JsonNode operation, List<String> headers) {
    JsonNode content = operation.path("requestBody").path("content");
    if (content.isMissingNode() || content.isEmpty()) {
      return null;
    }
    String type = content.propertyNames().iterator().next();
    if (type.startsWith("multipart/")) {
      headers.add("Content-Type");
      headers.add("multipart/form-data; boundary=b");
      return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../x.pdf\"\r\n\r\n"
          + HOSTILE_TEXT.get(random.nextInt(HOSTILE_TEXT.size()))
          + (random.nextBoolean() ? "\r\n--b--\r\n" : "");
    }
    JsonNode schema = content.get(type).path("schema");
    if (schema.has("$ref")) {
      schema =
          api.at("/components/schemas/" + schema.get("$ref").asString().replaceFirst(".*/", ""));
    }
    if (random.nextInt(8) == 0) {
      return HOSTILE_JSON.get(random.nextInt(HOSTILE_JSON.size()));
    }
    ObjectNode body = JSON.createObjectNode();
    for (var property : schema.path("properties").properties()) {
      if (random.nextInt(4) > 0) {
        String value =
            random.nextInt(3) > 0
                ? HOSTILE_JSON.get(random.nextInt(HOSTILE_JSON.size()))
                : JSON.writeValueAsString(
                    HOSTILE_TEXT.get(random.nextInt(HOSTILE_TEXT.size())).replace("\ud800", ""));
        try {
          body.set(property.getKey(), JSON.readTree(value));
        } catch (tools.jackson.core.JacksonException e) {
          body.put(property.getKey(), value);
        }
      }
    }
    return body.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
