package com.veetssuites.response;

import com.veetssuites.cache.TieredCaches;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** An application on a real Tomcat, and a client of it. */
final class TestServer implements AutoCloseable {

  private static final String NO_DATABASE =
      "spring.autoconfigure.exclude="
          + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

  private static final String NO_SECURITY =
      NO_DATABASE
          + ",org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration";

  private final ConfigurableApplicationContext context;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String base;

  private TestServer(ConfigurableApplicationContext context) {
    this.context = context;
    var server = ((WebServerApplicationContext) context).getWebServer();
    this.base = "http://localhost:" + (server == null ? 0 : server.getPort());
  }

  static TestServer open(Class<?> application, String... properties) {
    return start(application, true, properties);
  }

  static TestServer secured(Class<?> application, String... properties) {
    return start(application, false, properties);
  }

  private static TestServer start(Class<?> application, boolean open, String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn"));
    all.add(open ? NO_SECURITY : NO_DATABASE);
    all.addAll(List.of(properties));
    return new TestServer(
        new SpringApplicationBuilder(application)
            .web(WebApplicationType.SERVLET)
            .properties(all.toArray(String[]::new))
            .run());
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  TieredCaches caches() {
    return bean(TieredCaches.class);
  }

  String base() {
    return base;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers) {
    return exchange(method, path, BodyHandlers.ofString(), headers);
  }

  HttpResponse<byte[]> bytes(String path, String... headers) {
    return exchange("GET", path, BodyHandlers.ofByteArray(), headers);
  }

  private <T> HttpResponse<T> exchange(
      String method, String path, HttpResponse.BodyHandler<T> body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), body);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What became of the request in the cache. */
  static String fate(HttpResponse<?> response) {
    return response.headers().firstValue("Cache-Status").orElse("none");
  }

  static String header(HttpResponse<?> response, String name) {
    return String.join(", ", response.headers().allValues(name));
  }

  @Override
  public void close() {
    client.close();
    context.close();
  }
}
