package com.veetssuites.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What commands say to a server: requests to its actuator, with a token, each answered within a
 * bounded time or failed with a sentence. Safe for use by several threads.
 */
public final class ServerClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final int MOST_BYTES = 64 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final URI url;
  private final String name;
  private final String token;
  private final @Nullable TemporaryServer temporary;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER) // the token is for this server alone
          .connectTimeout(CONNECT)
          .build();

  private ServerClient(URI url, String name, String token, @Nullable TemporaryServer temporary) {
    this.url = url;
    this.name = name;
    this.token = token;
    this.temporary = temporary;
  }

  /** Of a server somewhere. */
  static ServerClient of(URI url, String token) {
    return new ServerClient(url, url.toString(), token, null);
  }

  /** Of the server of this machine. */
  static ServerClient of(RunningServer server) {
    return new ServerClient(server.url(), server.toString(), server.token(), null);
  }

  /** Of a server that ends with this client. */
  static ServerClient of(TemporaryServer server) {
    RunningServer running = server.server();
    return new ServerClient(running.url(), "in this process", running.token(), server);
  }

  /** Whether the server was started for this client, so that it serves nobody else. */
  public boolean temporary() {
    return temporary != null;
  }

  /**
   * The body of the answer, as it is.
   *
   * @param path with its query, such as {@code /actuator/prometheus}
   * @throws CommandFailed unless it is answered with success within fifteen seconds
   */
  public String get(String path) {
    return get(path, ANSWER);
  }

  /** The same, within this time. */
  public String get(String path, Duration atMost) {
    return send("GET", path, BodyPublishers.noBody(), atMost);
  }

  /**
   * The answer, read from JSON with names in snake case; what the type does not have is skipped.
   *
   * @throws CommandFailed also when it is something else
   */
  public <T> T get(String path, Class<T> type) {
    return read(get(path), type, path);
  }

  /**
   * Sends this as JSON, and reads the answer.
   *
   * @param body whatever can be written as JSON
   */
  public <T> T post(String path, Object body, Class<T> type) {
    return post(path, body, type, ANSWER);
  }

  /** The same, within this time. */
  public <T> T post(String path, Object body, Class<T> type, Duration atMost) {
    BodyPublisher json = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    return read(send("POST", path, json, atMost), type, path);
  }

  /**
   * Asks as a visitor does, without the token, and takes the whole answer.
   *
   * @return how long it took, in nanoseconds
   */
  public long visit(String path, Duration atMost) {
    long began = System.nanoTime();
    var _ = send("GET", path, BodyPublishers.noBody(), atMost, false);
    return System.nanoTime() - began;
  }

  /** The answer to a DELETE. */
  public String delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody(), ANSWER);
  }

  /** The time-out of a request ends with the headers of the answer, this one with its body. */
  private HttpResponse<String> whole(HttpRequest request, Duration atMost)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> coming =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
    try {
      return coming.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } finally {
      coming.cancel(true);
    }
  }

  private String send(String method, String path, BodyPublisher body, Duration atMost) {
    return send(method, path, body, atMost, true);
  }

  private String send(
      String method, String path, BodyPublisher body, Duration atMost, boolean known) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, body)
            .timeout(atMost)
            .header("Accept", "*/*")
            .header("Content-Type", "application/json");
    if (known) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> answer = whole(request.build(), atMost);
      if (answer.statusCode() / 100 != 2) {
        throw refused(method + " " + path.replaceFirst("\\?.*", ""), answer, known);
      }
      return answer.body();
    } catch (HttpConnectTimeoutException | ConnectException e) {
      throw unreachable(e);
    } catch (HttpTimeoutException e) {
      throw new CommandFailed(
          "The server %s did not answer %s %s within %s."
              .formatted(name, method, path, Output.seconds(atMost)),
          e);
    } catch (SSLException e) {
      throw new CommandFailed(
          "No secure connection to %s: %s".formatted(name, Output.plain(e.getMessage())), e);
    } catch (IOException e) {
      throw new CommandFailed(
          "The server %s broke off its answer to %s %s: %s"
              .formatted(name, method, path, Output.plain(e.toString())),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted while waiting for the server %s.".formatted(name), e);
    }
  }

  private CommandFailed unreachable(IOException failure) {
    boolean unknown =
        Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(each ->
                each instanceof UnresolvedAddressException || each instanceof UnknownHostException);
    return new CommandFailed(
        unknown
            ? "There is no machine %s: is the address right?".formatted(url.getHost())
            : "No server answers at %s: is it running, and the address right?".formatted(name),
        failure);
  }

  /**
   * @param known whether the token was shown
   */
  private CommandFailed refused(String asked, HttpResponse<String> answer, boolean known) {
    int status = answer.statusCode();
    String detail = detail(answer.body());
    return new CommandFailed(
        switch (status) {
          case 401, 403 ->
              known
                  ? "The server %s refuses the token: it takes the one it has as VEETS_ACCOUNT_OPERATIONS_TOKEN."
                      .formatted(name)
                  : "The server %s does not answer %s to visitors (%d)."
                      .formatted(name, asked, status);
          case 404 ->
              "The server %s has no %s: it is no VeetsSuites server, of another version, or does not expose it."
                  .formatted(name, asked.replaceFirst("^\\w+ ", ""));
          case 301, 302, 303, 307, 308 ->
              "The server %s sends on to %s: give that address."
                  .formatted(
                      name,
                      Output.plain(answer.headers().firstValue("Location").orElse("somewhere")));
          default -> {
            String said = detail == null ? "" : ": " + detail;
            yield status >= 500
                ? "The server %s failed at %s (%d)%s".formatted(name, asked, status, said)
                : "The server %s refuses %s (%d)%s".formatted(name, asked, status, said);
          }
        });
  }

  /** The sentence of a problem detail (RFC 9457). */
  private static @Nullable String detail(String body) {
    try {
      JsonNode detail = JSON.readTree(body).path("detail");
      return detail.isString() ? Output.plain(detail.asString()) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private <T> T read(String body, Class<T> type, String path) {
    try {
      return Objects.requireNonNull(JSON.readValue(body, type));
    } catch (JacksonException | NullPointerException e) {
      throw new CommandFailed(
          "The server %s is of another version: its answer to %s is not understood."
              .formatted(name, path),
          e);
    }
  }

  /** Lets go of the server, and ends it if it was started for this. */
  @Override
  public void close() {
    http.shutdownNow();
    if (temporary != null) {
      temporary.close();
    }
  }

  /** What stays the same when the server is started again; null of one in this process. */
  public @Nullable URI address() {
    return temporary == null ? url : null;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return name;
  }
}
