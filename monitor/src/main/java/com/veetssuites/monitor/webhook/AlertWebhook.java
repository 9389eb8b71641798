package com.veetssuites.monitor.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.monitor.AlertEvent;
import com.veetssuites.monitor.AlertSender;
import com.veetssuites.monitor.AlertState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts alerts as JSON. Every 2xx means that it was taken; redirections are not followed. With a
 * secret, {@code X-Veets-Signature} is {@code sha256=} and the HMAC-SHA256 (RFC 2104) of the body
 * in hexadecimal. The URL, which may hold a secret itself, is never told to anybody.
 */
public final class AlertWebhook implements AlertSender {

  private static final String HMAC = "HmacSHA256";

  private final URI url;
  private final byte @Nullable [] secret;
  private final Duration timeout;
  private final JsonMapper json = JsonMapper.builder().build();
  private volatile @Nullable HttpClient client;

  /**
   * @param secret that bodies are signed with; null for none
   * @param timeout for one call, everything included
   */
  public AlertWebhook(URI url, @Nullable String secret, Duration timeout) {
    this.url = url;
    this.secret = secret == null || secret.isEmpty() ? null : secret.getBytes(UTF_8);
    this.timeout = timeout;
  }

  @Override
  public void send(AlertEvent event) throws IOException, InterruptedException {
    byte[] body = json.writeValueAsBytes(AlertMessage.of(event));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "VeetsSuites-Monitor")
            .header("X-Veets-Event", event.state() == AlertState.FIRING ? "fired" : "resolved")
            .header("X-Veets-Delivery", event.key())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (secret != null) {
      request.header("X-Veets-Signature", "sha256=" + signature(secret, body));
    }
    int status = call(request.build());
    if (status < 200 || status >= 300) {
      throw new IOException("It answered %d; it must answer 2xx.".formatted(status));
    }
  }

  private int call(HttpRequest request) throws IOException, InterruptedException {
    // What an answer says does not matter: its body is not waited for, and has no room to fill.
    CompletableFuture<HttpResponse<InputStream>> answer =
        client().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> taken = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      taken.body().close();
      return taken.statusCode();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw late();
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      // Without the message of the cause, in which the URL may be.
      Throwable cause = e.getCause();
      if (cause instanceof java.net.http.HttpTimeoutException) {
        throw late();
      }
      throw new IOException(
          "It could not be called (%s)."
              .formatted(cause == null ? "unknown" : cause.getClass().getSimpleName()));
    }
  }

  private IOException late() {
    return new IOException("It did not answer within %d ms.".formatted(timeout.toMillis()));
  }

  private HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .connectTimeout(timeout)
              .followRedirects(HttpClient.Redirect.NEVER)
              .version(HttpClient.Version.HTTP_1_1)
              .build();
      client = known;
    }
    return known;
  }

  private static String signature(byte[] secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
