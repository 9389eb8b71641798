package com.veetssuites.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.command.ProgressBar;
import com.veetssuites.platform.VeetsSuites;
import com.veetssuites.platform.demo.DemoData;
import com.veetssuites.platform.demo.DemoPlan;
import com.veetssuites.platform.demo.DemoSize;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Requests a second of the course list (page 1) and detail, uncached, on 10 000 courses and 200 000
 * enrollments, against the hand-written twin in the same server.
 */
final class CourseBenchmark {

  private CourseBenchmark() {}

  /**
   * What the benchmark adds to the application: the twin, once outside of its security, and once on
   * a path that is public anyway, behind the same filters as the platform's own answers.
   */
  @Configuration(proxyBeanMethods = false)
  static class Twin {

    @Bean
    ServletRegistrationBean<HandWrittenCourses> handWrittenCourses(DataSource database) {
      return new ServletRegistrationBean<>(
          new HandWrittenCourses(database), "/twin/courses/*", "/api/docs/twin/courses/*");
    }

    @Bean
    @Order(0)
    SecurityFilterChain withoutSecurity() {
      return new DefaultSecurityFilterChain(
          PathPatternRequestMatcher.withDefaults().matcher("/twin/**"), List.of());
    }
  }

  static void main(String... arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    Path folder = Files.createTempDirectory("veets-benchmark");
    try (var application =
        new SpringApplication(VeetsSuites.class, Twin.class)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--veets.data-folder=" + folder,
                "--veets.cache.enabled=false",
                "--veets.response.enabled=false")) {
      new DemoData(
              application.getBean(DataSource.class), application.getBean(PasswordEncoder.class))
          .load(
              DemoPlan.of(DemoSize.LARGE),
              ProgressBar.on(new PrintWriter(System.err, true, UTF_8)));
      int port =
          Objects.requireNonNull(((ServletWebServerApplicationContext) application).getWebServer())
              .getPort();
      run("http://127.0.0.1:" + port, arguments.length > 2 ? arguments[2] : null, rounds, seconds);
    }
  }

  private static void run(String server, @Nullable String reference, int rounds, int seconds)
      throws Exception {
    String course = firstCourse(server);
    var targets = new Rounds();
    targets.add("list, hand-written", server + "/twin/courses/", "list, hand-written");
    targets.add(
        "list, hand-written behind the same filters",
        server + "/api/docs/twin/courses/",
        "list, hand-written");
    targets.add("list, VeetsSuites", server + "/api/courses/", "list, hand-written");
    if (reference != null) {
      targets.add("list, reference", reference, "list, hand-written");
    }
    targets.add(
        "detail, hand-written", server + "/twin/courses/" + course + "/", "detail, hand-written");
    targets.add(
        "detail, hand-written behind the same filters",
        server + "/api/docs/twin/courses/" + course + "/",
        "detail, hand-written");
    targets.add(
        "detail, VeetsSuites", server + "/api/courses/" + course + "/", "detail, hand-written");
    checkTwins(server, "/twin/courses/", "/api/courses/");
    checkTwins(server, "/api/docs/twin/courses/", "/api/courses/");
    checkTwins(server, "/twin/courses/" + course + "/", "/api/courses/" + course + "/");
    targets.run(rounds, seconds);
  }

  private static void checkTwins(String server, String twin, String original) throws Exception {
    String a = get(server + twin);
    String b = get(server + original);
    if (!a.equals(b)) {
      throw new IllegalStateException(
          "The twin does not answer like the platform:%n%s%n%s".formatted(a, b));
    }
  }

  private static String firstCourse(String server) throws Exception {
    return get(server + "/api/courses/").replaceFirst("(?s).*?\"id\":(\\d+).*", "$1");
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
