package com.veetssuites.platform;

import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole application on a port of its own and a real PostgreSQL, with a small HTTP client.
 *
 * <p>{@link #shared()} is started once for all test classes of a JVM. They share its database, so a
 * test makes the users and courses that it needs and counts only those.
 */
public final class PlatformServer implements AutoCloseable {

  public static final String PASSWORD = "correct horse battery";

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AtomicInteger ACCOUNTS = new AtomicInteger();
  private static @Nullable PlatformServer shared;

  private final ConfigurableApplicationContext context;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  private PlatformServer(ConfigurableApplicationContext context) {
    this.context = context;
    this.port =
        Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
            .getPort();
  }

  /** The server that all tests share; it stops with the JVM. */
  public static synchronized PlatformServer shared() {
    if (shared == null) {
      shared = start(PostgresExtension.createDatabase());
    }
    return shared;
  }

  /** A server of the test's own. It is the test's to close. */
  public static PlatformServer start(String jdbcUrl, String... properties) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server.port", "0");
    settings.put("server.address", "127.0.0.1");
    settings.put("veets.database.url", jdbcUrl);
    settings.put("veets.data-folder", temporaryFolder().toString());
    settings.put("veets.account.secret", "a secret for tests that is long enough to sign with");
    settings.put("veets.account.logins-per-address", "1000000");
    settings.put("veets.payments.callback-secret", "a secret of the payment provider");
    for (String property : properties) {
      int equals = property.indexOf('=');
      settings.put(property.substring(0, equals), property.substring(equals + 1));
    }
    return new PlatformServer(
        new SpringApplication(VeetsSuites.class)
            .run(
                settings.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toArray(String[]::new)));
  }

  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("veets-test");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + port + pathAndQuery);
  }

  /** The database of the server, around its API. */
  public JdbcClient database() {
    return bean(JdbcClient.class);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** All beans of a type. */
  public <T> List<T> beans(Class<T> type) {
    return List.copyOf(context.getBeansOfType(type).values());
  }

  /** A client without a token. */
  public Client anonymous() {
    return new Client(null);
  }

  /** A client that sends this access token. */
  public Client withToken(String accessToken) {
    return new Client(accessToken);
  }

  /** Registers a student of whom nobody else knows. */
  public Account student() {
    return register("student");
  }

  /** Registers an instructor of whom nobody else knows. */
  public Account instructor() {
    return register("instructor");
  }

  /** Registers a user and makes them an administrator, which no request can. */
  public Account admin() {
    Account account = register("student");
    database()
        .sql("UPDATE users SET role = 'admin' WHERE id = :id")
        .param("id", account.id())
        .update();
    return account;
  }

  private Account register(String role) {
    String email = role + ACCOUNTS.incrementAndGet() + "@example.org";
    Answer answer =
        anonymous()
            .post(
                "/api/auth/register/",
                Map.of(
                    "email", email,
                    "password", PASSWORD,
                    "first_name", "Ada",
                    "last_name", "Lovelace",
                    "role", role));
    return account(answer.expect(201).json());
  }

  /** Logs in once more. */
  public Account logIn(String email, String password) {
    return account(
        anonymous()
            .post("/api/auth/login/", Map.of("email", email, "password", password))
            .expect(200)
            .json());
  }

  private Account account(JsonNode tokens) {
    String access = tokens.get("access").asString();
    return new Account(
        tokens.get("user").get("id").asLong(),
        tokens.get("user").get("email").asString(),
        access,
        tokens.get("refresh").asString(),
        withToken(access));
  }

  /** Creates a course of this instructor, and returns its id. */
  public long course(Account instructor, String price, boolean published) {
    return instructor
        .client()
        .post(
            "/api/courses/",
            Map.of("title", "Analytical engines", "price", price, "is_published", published))
        .expect(201)
        .json()
        .get("id")
        .asLong();
  }

  @Override
  public void close() {
    http.close();
    context.close();
  }

  /** A registered user with their tokens and a client that sends the access token. */
  public record Account(long id, String email, String access, String refresh, Client client) {}

  /** Sends requests, with the access token if there is one. */
  public final class Client {

    private final @Nullable String token;

    private Client(@Nullable String token) {
      this.token = token;
    }

    public Answer get(String path, String... headers) {
      return send("GET", path, null, headers);
    }

    public Answer post(String path, @Nullable Object body, String... headers) {
      return send("POST", path, body, headers);
    }

    public Answer put(String path, Object body, String... headers) {
      return send("PUT", path, body, headers);
    }

    public Answer patch(String path, Object body, String... headers) {
      return send("PATCH", path, body, headers);
    }

    public Answer delete(String path, String... headers) {
      return send("DELETE", path, null, headers);
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @param body a string or bytes as they are, anything else as JSON, or null for none
     * @param headers names and values in turn; a Content-Type replaces the JSON one
     */
    public Answer send(String method, String path, @Nullable Object body, String... headers) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url(path)).timeout(TIMEOUT).method(method, publisher(body));
      if (body != null) {
        request.setHeader("Content-Type", "application/json");
      }
      if (token != null) {
        request.setHeader("Authorization", "Bearer " + token);
      }
      for (int i = 0; i < headers.length; i += 2) {
        request.setHeader(headers[i], headers[i + 1]);
      }
      try {
        return new Answer(
            method + " " + path, http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
      } catch (IOException e) {
        throw new UncheckedIOException(method + " " + path + " was not answered", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static HttpRequest.BodyPublisher publisher(@Nullable Object body) {
      return switch (body) {
        case null -> HttpRequest.BodyPublishers.noBody();
        case String text -> HttpRequest.BodyPublishers.ofString(text);
        case byte[] bytes -> HttpRequest.BodyPublishers.ofByteArray(bytes);
        default -> HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
      };
    }
  }

  /** The answer to a request. */
  public record Answer(String request, HttpResponse<String> response) {

    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public JsonNode json() {
      return JSON.readTree(body());
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** The entity tag, for an If-Match. */
    public String tag() {
      return header("ETag").orElseThrow(() -> new AssertionError(request + " gave no ETag"));
    }

    /** This answer, when it has that status; otherwise the test fails with what it was instead. */
    public Answer expect(int status) {
      if (status() != status) {
        throw new AssertionError(
            "%s: expected %d but was %d: %s".formatted(request, status, status(), body()));
      }
      return this;
    }
  }
}
