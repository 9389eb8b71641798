package com.veetssuites.platform;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/**
 * The first requests of a newcomer, sent to a server that was just started, so that the JVM can
 * record what they load and the next start has it at hand.
 *
 * <p>It registers an account: the database is one to throw away.
 */
final class TrainingRun {

  /** Enough for the interpreter to notice what is hot; a profile needs repetition. */
  private static final int ROUNDS = 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final URI server;

  TrainingRun(int port) {
    server = URI.create("http://127.0.0.1:" + port);
  }

  void run() {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build()) {
      send(client, request("/api/auth/register/").POST(BodyPublishers.ofString(registration())));
      send(client, request("/api/docs/openapi").GET());
      send(client, request("/api/health/").GET());
      for (int round = 0; round < ROUNDS; round++) {
        send(client, request("/api/courses/?page_size=20&ordering=-created_at").GET());
        send(client, request("/api/courses/1/").GET());
      }
    } catch (IOException e) {
      throw new CommandFailed("The training run got no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("The training run was interrupted.", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json");
  }

  private static void send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpRequest sent = request.build();
    int status = client.send(sent, BodyHandlers.ofString()).statusCode();
    if (status >= 500) {
      throw new CommandFailed(
          "The training run was answered with %d by %s.".formatted(status, sent.uri().getPath()));
    }
  }

  private static String registration() {
    return """
    {"email": "%s@example.org", "password": "%s", "first_name": "Training", "last_name": "Run"}
    """
        .formatted(UUID.randomUUID(), UUID.randomUUID());
  }
}
