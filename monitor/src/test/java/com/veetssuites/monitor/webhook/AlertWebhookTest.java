package com.veetssuites.monitor.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.veetssuites.monitor.AlertEvent;
import com.veetssuites.monitor.AlertState;
import com.veetssuites.monitor.AlertUnit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class AlertWebhookTest {

  private static final AlertEvent EVENT =
      new AlertEvent(
          7,
          UUID.fromString("0b2a9d4e-7c39-4f43-9f0a-1f2b3c4d5e6f"),
          "response-time",
          "GET /api/courses/",
          AlertState.FIRING,
          Instant.parse("2026-11-23T10:15:30Z"),
          2_310,
          2_000,
          AlertUnit.MILLISECONDS,
          "Response time of GET /api/courses/: 2.31 s (p95 of the last 5 min), above 2 s.");

  private record Call(HttpExchange exchange, byte[] body) {
    String header(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }
  }

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          calls.add(new Call(exchange, exchange.getRequestBody().readAllBytes()));
          String path = exchange.getRequestURI().getPath();
          if (path.startsWith("/slow")) {
            await();
          }
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(Integer.parseInt(path.replaceAll("\\D", "")), 0);
          if (path.startsWith("/endless")) {
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.getResponseBody().flush();
            await();
          }
          exchange.close();
        });
    server.start();
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private AlertWebhook webhook(String path) {
    return new AlertWebhook(
        URI.create(
            "http://127.0.0.1:" + server.getAddress().getPort() + path + "?token=very-secret"),
        "a key",
        Duration.ofMillis(500));
  }

  @Test
  void an_alert_is_posted_as_signed_json() throws Exception {
    webhook("/204").send(EVENT);
    Call call = calls.getFirst();
    JsonNode json = JsonMapper.builder().build().readTree(call.body());
    assertThat(json)
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {
                      "schema": 1,
                      "id": "alert:0b2a9d4e-7c39-4f43-9f0a-1f2b3c4d5e6f:firing",
                      "event": "fired",
                      "alert": "0b2a9d4e-7c39-4f43-9f0a-1f2b3c4d5e6f",
                      "rule": "response-time",
                      "series": "GET /api/courses/",
                      "at": "2026-11-23T10:15:30Z",
                      "value": 2310.0,
                      "threshold": 2000.0,
                      "unit": "milliseconds",
                      "sentence": "Response time of GET /api/courses/: 2.31 s (p95 of the last 5 min), above 2 s."
                    }
                    """));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("a key".getBytes(UTF_8), "HmacSHA256"));
    assertThat(call.header("X-Veets-Signature"))
        .isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(call.body())));
    assertThat(call.header("X-Veets-Delivery")).isEqualTo(EVENT.key());
    assertThat(call.header("X-Veets-Event")).isEqualTo("fired");
    assertThat(call.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void an_answer_that_never_ends_is_not_waited_for() throws Exception {
    webhook("/endless/200").send(EVENT);
    assertThat(calls).hasSize(1);
  }

  @Test
  void what_was_not_taken_is_told_without_the_address() {
    refused("It answered 500; it must answer 2xx.", webhook("/500"));
    refused("It answered 302", webhook("/302"));
    refused("did not answer within 500 ms", webhook("/slow/200"));
    assertThat(calls).hasSize(3);
    server.stop(0);
    refused("could not be called (ConnectException)", webhook("/200"));
  }

  private static void refused(String part, AlertWebhook webhook) {
    assertThatThrownBy(() -> webhook.send(EVENT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(part)
        .hasNoCause()
        .message()
        .doesNotContain("secret", "127.0.0.1");
  }
}
