package com.veetssuites.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.command.SmallServer.Answer;
import com.veetssuites.command.SmallServer.Asked;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands send, and what they say of every kind of answer. */
@Timeout(30)
class ServerClientTest {

  private static final String TOKEN = "a-token-that-nobody-may-see-in-a-message";

  private record Figure(String name, long totalMillis) {}

  private static String failure(Answer answer) throws IOException {
    try (SmallServer server = new SmallServer(asked -> answer);
        ServerClient client = ServerClient.of(server.url(), TOKEN)) {
      return message(client, server.url());
    }
  }

  private static String message(ServerClient client, URI url) {
    try {
      client.get("/actuator/thing?secret=1");
      throw new AssertionError("It was answered");
    } catch (CommandFailed failed) {
      assertThat(failed.getMessage()).doesNotContain(TOKEN).doesNotContain("\n");
      return failed.getMessage().replace(url.toString(), "URL");
    }
  }

  @Test
  void requests_carry_the_token_and_json_and_answers_are_read() throws Exception {
    try (SmallServer server =
            new SmallServer(
                asked -> new Answer(200, "{\"name\": \"n\", \"total_millis\": 7, \"more\": []}"));
        ServerClient client = ServerClient.of(server.url(), TOKEN)) {
      assertThat(client.get("/actuator/a?b=c", Figure.class)).isEqualTo(new Figure("n", 7));
      assertThat(client.post("/actuator/a", Map.of("parts", "x"), Figure.class).name())
          .isEqualTo("n");
      assertThat(client.delete("/actuator/a?only=3")).startsWith("{");
      assertThat(server.asked())
          .containsExactly(
              new Asked("GET", "/actuator/a?b=c", "Bearer " + TOKEN, ""),
              new Asked("POST", "/actuator/a", "Bearer " + TOKEN, "{\"parts\":\"x\"}"),
              new Asked("DELETE", "/actuator/a?only=3", "Bearer " + TOKEN, ""));
      assertThat(client).hasToString(server.url().toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {} | The server URL refuses the token: it takes the one it has as"
            + " VEETS_ACCOUNT_OPERATIONS_TOKEN.",
        "403 | {} | The server URL refuses the token: it takes the one it has as"
            + " VEETS_ACCOUNT_OPERATIONS_TOKEN.",
        "404 | x | The server URL has no /actuator/thing: it is no VeetsSuites server, of another"
            + " version, or does not expose it.",
        "400 | {\"detail\":\"No such \\u001b[31mpart.\"} | The server URL refuses GET"
            + " /actuator/thing (400): No such  [31mpart.",
        "409 | [1] | The server URL refuses GET /actuator/thing (409)",
        "500 | <html> | The server URL failed at GET /actuator/thing (500)",
        "503 | {\"detail\":\"Later.\"} | The server URL failed at GET /actuator/thing (503): Later.",
        "302 | https://elsewhere.example/ | The server URL sends on to https://elsewhere.example/:"
            + " give that address.",
      })
  void every_refusal_is_a_sentence(int status, String body, String sentence) throws Exception {
    assertThat(failure(new Answer(status, body))).isEqualTo(sentence);
  }

  @Test
  void the_token_is_not_sent_on_to_where_a_server_points() throws Exception {
    try (SmallServer other = new SmallServer(asked -> new Answer(200, "{}"))) {
      failure(new Answer(307, other.url() + "/actuator/thing"));
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void an_answer_that_breaks_off_or_is_of_another_kind_is_told() throws Exception {
    assertThat(failure(new Answer(0, ""))).startsWith("The server URL broke off its answer");
    try (SmallServer server = new SmallServer(asked -> new Answer(200, "<html>"));
        ServerClient client = ServerClient.of(server.url(), TOKEN)) {
      assertThatThrownBy(() -> client.get("/actuator/a", Figure.class))
          .isInstanceOf(CommandFailed.class)
          .hasMessageEndingWith(
              "is of another version: its answer to /actuator/a is not understood.");
    }
  }

  @Test
  void an_answer_that_does_not_end_is_not_kept() throws Exception {
    String piece = "x".repeat(65 << 20);
    assertThat(failure(new Answer(200, piece))).startsWith("The server URL broke off its answer");
  }

  @Test
  void nobody_there_and_nobody_who_answers_are_told_apart() throws Exception {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    try (ServerClient client = ServerClient.of(closed, TOKEN)) {
      assertThat(message(client, closed))
          .isEqualTo("No server answers at URL: is it running, and the address right?");
    }
    URI nowhere = URI.create("http://nowhere.invalid");
    try (ServerClient client = ServerClient.of(nowhere, TOKEN)) {
      assertThat(message(client, nowhere))
          .isEqualTo("There is no machine nowhere.invalid: is the address right?");
    }
    CountDownLatch end = new CountDownLatch(1);
    try (SmallServer server =
            new SmallServer(asked -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new Answer(200, "{}");
            });
        ServerClient client = ServerClient.of(server.url(), TOKEN)) {
      assertThatThrownBy(() -> client.get("/actuator/a", Duration.ofMillis(200)))
          .isInstanceOf(CommandFailed.class)
          .hasMessageEndingWith("did not answer GET /actuator/a within 0.2 s.");
      end.countDown();
    }
  }
}
