package com.veetssuites.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.command.ProgressBar;
import com.veetssuites.platform.VeetsSuites;
import com.veetssuites.platform.demo.DemoData;
import com.veetssuites.platform.demo.DemoPlan;
import com.veetssuites.platform.demo.DemoSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * enrollments, against the hand-written twin in the same server. The rounds of all targets are
 * interleaved, and the medians compared, so that what else the machine does hits all alike.
 */
final class CourseBenchmark {

  private static final int CONNECTIONS = 32;
  private static final int WARM_UP_SECONDS = 20;

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

  private record Round(double perSecond, long p50, long p99) {}

  static void main(String... arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    Path folder = Files.createTempDirectory("veets-benchmark");
    try (var application =
        new SpringApplication(VeetsSuites.class, Twin.class)
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
      run("http://127.0.0.1:" + port, arguments.length > 2 ? arguments[2] : null, rounds, seconds);
    }
  }

  private static void run(String server, @Nullable String reference, int rounds, int seconds)
      throws Exception {
    String course = firstCourse(server);
    Map<String, String> targets = new LinkedHashMap<>();
    targets.put("list, hand-written", server + "/twin/courses/");
    targets.put("list, hand-written behind the same filters", server + "/api/docs/twin/courses/");
    targets.put("list, VeetsSuites", server + "/api/courses/");
    if (reference != null) {
      targets.put("list, reference", reference);
    }
    targets.put("detail, hand-written", server + "/twin/courses/" + course + "/");
    targets.put(
        "detail, hand-written behind the same filters",
        server + "/api/docs/twin/courses/" + course + "/");
    targets.put("detail, VeetsSuites", server + "/api/courses/" + course + "/");
    checkTwins(server, "/twin/courses/", "/api/courses/");
    checkTwins(server, "/api/docs/twin/courses/", "/api/courses/");
    checkTwins(server, "/twin/courses/" + course + "/", "/api/courses/" + course + "/");
    for (String url : targets.values()) {
      load(url, WARM_UP_SECONDS);
    }
    Map<String, List<Round>> results = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (var target : targets.entrySet()) {
        Round result = load(target.getValue(), seconds);
        results.computeIfAbsent(target.getKey(), key -> new ArrayList<>()).add(result);
        System.err.printf(
            Locale.ROOT, "round %d, %s: %.0f req/s%n", round, target.getKey(), result.perSecond());
      }
    }
    System.out.println("| target | req/s (median) | p50 ms | p99 ms | of hand-written |");
    System.out.println("|---|---|---|---|---|");
    double handWritten = 0;
    for (var target : results.entrySet()) {
      Round median = median(target.getValue());
      handWritten = target.getKey().endsWith("hand-written") ? median.perSecond() : handWritten;
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.1f | %.1f | %.2f |%n",
          target.getKey(),
          median.perSecond(),
          median.p50() / 1000.0,
          median.p99() / 1000.0,
          median.perSecond() / handWritten);
    }
  }

  private static Round median(List<Round> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Round::perSecond))
        .toList()
        .get(rounds.size() / 2);
  }

  /**
   * Runs the load in a process of its own, whose garbage and compiler do not slow the server down.
   */
  private static Round load(String url, int seconds) throws IOException, InterruptedException {
    String java = ProcessHandle.current().info().command().orElse("java");
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("java.class.path"),
                "load",
                url,
                "" + CONNECTIONS,
                "" + seconds)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] line = new String(process.getInputStream().readAllBytes()).strip().split(" ");
    if (process.waitFor() != 0 || !line[3].equals("0")) {
      throw new IllegalStateException("The load failed: " + String.join(" ", line));
    }
    return new Round(Double.parseDouble(line[0]), Long.parseLong(line[1]), Long.parseLong(line[2]));
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
