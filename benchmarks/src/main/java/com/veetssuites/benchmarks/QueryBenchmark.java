package com.veetssuites.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.benchmarks.naive.NaiveConfiguration;
import com.veetssuites.command.ProgressBar;
import com.veetssuites.platform.VeetsSuites;
import com.veetssuites.platform.demo.DemoData;
import com.veetssuites.platform.demo.DemoPlan;
import com.veetssuites.platform.demo.DemoSize;
import com.veetssuites.query.QueryScopes;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests a second, uncached: the naive course list against the same with a fetch plan, and page 5
 * 000 of the catalogue by number and by cursor against page 1, on 120 000 courses.
 */
final class QueryBenchmark {

  private static final DemoSize SIZE = new DemoSize(2_000, 120_000, 200_000, 20_000);
  private static final int PAGE = 5_000;
  private static final int ROWS = 20;
  private static final int STRIDE = 100;

  private QueryBenchmark() {}

  static void main(String... arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
    Path folder = Files.createTempDirectory("veets-benchmark");
    try (var application =
        new SpringApplication(VeetsSuites.class, NaiveConfiguration.class)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--veets.data-folder=" + folder,
                "--veets.cache.enabled=false",
                "--veets.response.enabled=false",
                // Neither of the nets that would catch the naive list.
                "--spring.jpa.properties.hibernate.default_batch_fetch_size=-1",
                "--veets.query.prefetch.enabled=false")) {
      new DemoData(
              application.getBean(DataSource.class), application.getBean(PasswordEncoder.class))
          .load(DemoPlan.of(SIZE), ProgressBar.on(new PrintWriter(System.err, true, UTF_8)));
      String server =
          "http://127.0.0.1:"
              + Objects.requireNonNull(
                      ((ServletWebServerApplicationContext) application).getWebServer())
                  .getPort();
      String naive = server + "/api/docs/naive/courses";
      String planned = server + "/api/docs/planned/courses";
      AtomicInteger statements = new AtomicInteger();
      application.getBean(QueryScopes.class).add(scope -> statements.set(scope.count()));
      check(get(naive).equals(get(planned)), "The two lists differ.");
      get(naive);
      System.out.println("naive list: " + statements.get() + " statements");
      get(planned);
      System.out.println("planned list: " + statements.get() + " statements");
      String list = server + "/api/courses/?page_size=" + ROWS;
      String deep = cursor(server);
      check(
          get(list + "&cursor=" + deep)
              .replaceFirst(".*\"results\"", "")
              .equals(get(list + "&page=" + PAGE).replaceFirst(".*\"results\"", "")),
          "The cursor does not lead to page " + PAGE + ".");

      Rounds targets = new Rounds();
      targets.add("naive list", naive, "naive list");
      targets.add("the same by plan", planned, "naive list");
      targets.add("page 1 by number", list, "page 1 by number");
      targets.add("page 5 000 by number", list + "&page=" + PAGE, "page 1 by number");
      targets.add("page 1 by cursor", list + "&cursor=", "page 1 by cursor");
      targets.add("page 5 000 by cursor", list + "&cursor=" + deep, "page 1 by cursor");
      targets.run(rounds, seconds);
    }
  }

  /** Where page 5 000 begins: a cursor is of a row, whatever the size of the pages. */
  private static String cursor(String server) throws Exception {
    JsonMapper json = JsonMapper.builder().build();
    String next = server + "/api/courses/?page_size=" + STRIDE + "&cursor=";
    for (int row = 0; row < (PAGE - 1) * ROWS; ) {
      JsonNode page = json.readTree(get(next));
      row += STRIDE;
      next = page.get("next").asString();
      if (row + STRIDE > (PAGE - 1) * ROWS && row < (PAGE - 1) * ROWS) {
        next = next.replace("page_size=" + STRIDE, "page_size=" + ((PAGE - 1) * ROWS - row));
      }
    }
    return next.replaceFirst(".*[?&]cursor=([^&]*).*", "$1");
  }

  private static void check(boolean fact, String complaint) {
    if (!fact) {
      throw new IllegalStateException(complaint);
    }
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofString());
      check(answer.statusCode() == 200, url + ": " + answer.statusCode() + " " + answer.body());
      return answer.body();
    }
  }
}
