package com.veetssuites.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.command.ProgressBar;
import com.veetssuites.platform.VeetsSuites;
import com.veetssuites.platform.demo.DemoData;
import com.veetssuites.platform.demo.DemoPlan;
import com.veetssuites.platform.demo.DemoSize;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Requests a second of cached answers: the course list from the response cache, for nobody and for
 * a logged-in user, as 200 and as 304, against the same bytes from a filter that does nothing else,
 * and from an ordinary controller that keeps its JSON as Spring's cache abstraction would.
 */
final class ResponseBenchmark {

  private static final String CONSTANT = "/twin/constant";

  private ResponseBenchmark() {}

  /** What the benchmark adds to the application. */
  @Configuration(proxyBeanMethods = false)
  static class Twins {

    private final ConcurrentMap<String, byte[]> bodies = new ConcurrentHashMap<>();

    /** The floor: the first filter of the server, and an array. */
    @Bean
    FilterRegistrationBean<Filter> constant() {
      var registration =
          new FilterRegistrationBean<Filter>((request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().equals(CONSTANT)) {
              byte[] body = Objects.requireNonNull(bodies.get("list"));
              response.setContentType("application/json");
              response.setContentLength(body.length);
              response.getOutputStream().write(body);
            } else {
              chain.doFilter(request, response);
            }
          });
      registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
      return registration;
    }

    @Bean
    CachedJson cachedJson() {
      return new CachedJson(bodies);
    }
  }

  /** What a controller with a cached method costs: the whole chain, and a look-up in a map. */
  @RestController
  static class CachedJson {

    private final ConcurrentMap<String, byte[]> bodies;

    CachedJson(ConcurrentMap<String, byte[]> bodies) {
      this.bodies = bodies;
    }

    @GetMapping("/api/docs/twin/cached")
    ResponseEntity<byte[]> cached() {
      return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(bodies.get("list"));
    }
  }

  static void main(String... arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    Path folder = Files.createTempDirectory("veets-benchmark");
    try (var application =
        new SpringApplication(VeetsSuites.class, Twins.class)
            .run(
                "--server.port=0", "--server.address=127.0.0.1", "--veets.data-folder=" + folder)) {
      new DemoData(
              application.getBean(DataSource.class), application.getBean(PasswordEncoder.class))
          .load(
              DemoPlan.of(DemoSize.LARGE),
              ProgressBar.on(new PrintWriter(System.err, true, UTF_8)));
      int port =
          Objects.requireNonNull(((ServletWebServerApplicationContext) application).getWebServer())
              .getPort();
      run(
          application.getBean(Twins.class),
          "http://127.0.0.1:" + port,
          arguments.length > 2 ? arguments[2] : null,
          rounds,
          seconds);
    }
  }

  private static void run(
      Twins twins, String server, @Nullable String reference, int rounds, int seconds)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> list =
          client.send(
              HttpRequest.newBuilder(URI.create(server + "/api/courses/")).build(),
              BodyHandlers.ofByteArray());
      twins.bodies.put("list", list.body());
      String tag = list.headers().firstValue("ETag").orElseThrow();
      String bearer = "Authorization: Bearer " + logIn(client, server);
      var targets = new Rounds();
      targets.add("constant filter", server + CONSTANT, "constant filter");
      targets.add("list, hit", server + "/api/courses/", "constant filter");
      targets.add("list, hit, 304", server + "/api/courses/", "list, hit", "If-None-Match: " + tag);
      targets.add("list, hit, logged in", server + "/api/courses/", "constant filter", bearer);
      targets.add("cached JSON in a controller", server + "/api/docs/twin/cached", "list, hit");
      if (reference != null) {
        targets.add("reference", reference, "list, hit");
      }
      targets.run(rounds, seconds);
    }
  }

  private static String logIn(HttpClient client, String server) throws Exception {
    String account =
        """
        {"email": "benchmark@example.org", "password": "a long benchmark password",
         "first_name": "Bench", "last_name": "Mark", "role": "student"}
        """;
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(server + "/api/auth/register/"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(account))
                .build(),
            BodyHandlers.ofString());
    return answer.body().replaceFirst("(?s).*\"access(?:_token)?\"\\s*:\\s*\"([^\"]+)\".*", "$1");
  }
}
