package com.veetssuites.monitor.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.History;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.monitor.Node;
import com.veetssuites.monitor.SeriesKind;
import com.veetssuites.testing.PostgresExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

/** Nothing that is measured or asked for becomes a part of the page but its text. */
@Timeout(120)
class DashboardPagesTest {

  private static final String[] HOSTILE = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "{{application}}{{{csrf}}}",
    "javascript:alert(1)",
    "&lt;b&gt;"
  };

  static Monitor monitor(String node, Consumer<Frame.Builder> measure) {
    var collector =
        new Collector() {
          @Override
          public Pace pace() {
            return Pace.EVERY_SECOND;
          }

          @Override
          public void collect(Frame.Builder frame) {
            measure.accept(frame);
          }
        };
    return new Monitor(
        new Node(node, "server", node, Instant.EPOCH), List.of(collector), Clock.systemUTC(), null);
  }

  /** After its first and last second. */
  private static DashboardController dashboard(Monitor monitor, String application) {
    monitor.start();
    monitor.close();
    var figures = new Figures(monitor, Clock.systemUTC());
    var dashboard = new Dashboard(application, monitor, figures, Clock.systemUTC(), 5);
    dashboard.caches();
    return dashboard.controller();
  }

  private static String html(ResponseEntity<String> answer) {
    return Objects.requireNonNull(answer.getBody());
  }

  static void harmless(String html) {
    assertThat(html)
        .doesNotContain("<img", "<script>", "' onmouseover", "\" onmouseover", "href=\"javascript");
    String withoutTags = html.replaceAll("<[a-z/!][^<>]*>", "");
    assertThat(withoutTags).as("no tag is left open").doesNotContain("<", ">");
  }

  @Test
  void hostile_names_are_text() {
    for (String hostile : HOSTILE) {
      DashboardController pages =
          dashboard(
              monitor(
                  hostile,
                  frame -> {
                    frame.add(SeriesKind.ROUTE, "GET /" + hostile, 3, 1, 1, 9e9, 5e9);
                    frame.add(SeriesKind.FUNCTION, hostile, 3, 1, 5e9, 9e9);
                    frame.add(SeriesKind.CACHE, hostile, 1, 2, 3);
                    frame.add(SeriesKind.RUNTIME, hostile, 1, 0.5, 0.5, 100, 200);
                  }),
              hostile);
      for (String page : List.of("", "routes", "functions", "caches", "nodes")) {
        for (String window : List.of("start", "15m")) {
          harmless(html(pages.page(page, Map.of("window", window), new MockHttpServletRequest())));
        }
      }
      assertThat(
              html(pages.page("routes", Map.of("window", "start"), new MockHttpServletRequest())))
          .contains("<code>GET /");
    }
  }

  @Test
  void hostile_parameters_are_text() {
    DashboardController pages =
        dashboard(monitor("a", frame -> frame.add(SeriesKind.ROUTE, "GET /", 1)), "Shop");
    for (String hostile : HOSTILE) {
      for (String name : List.of("node", "search", "route", "function", "region", "x", hostile)) {
        for (String page : List.of("", "routes", "functions", "caches", "nodes")) {
          harmless(html(pages.page(page, Map.of(name, hostile), new MockHttpServletRequest())));
        }
      }
      harmless(html(pages.page(hostile, Map.of(), new MockHttpServletRequest())));
      for (String name : List.of("window", "sort", "page")) {
        try {
          harmless(html(pages.page("routes", Map.of(name, hostile), new MockHttpServletRequest())));
          assertThat(name).as("accepted %s", hostile).isEmpty();
        } catch (IllegalArgumentException wrong) {
          harmless(html(pages.wrong(wrong, new MockHttpServletRequest())));
        }
      }
    }
  }

  @Test
  void templates_write_nothing_unescaped() {
    for (String template : List.of("page", "head", "bar", "login", "problem")) {
      assertThat(new String(Templates.file(template + ".mustache"), UTF_8))
          .as(template)
          .doesNotContain("{{{", "{{&", "style=\"", "onclick", "<script>");
    }
    assertThat(new String(Templates.file("dashboard.js"), UTF_8))
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
  }

  @Test
  void every_column_can_be_ordered_by() {
    DashboardController pages =
        dashboard(
            monitor(
                "a",
                frame -> {
                  for (int i = 0; i < 5; i++) {
                    frame.add(SeriesKind.ROUTE, "GET /" + i, i, 0, 0, 7 * i, 3);
                    frame.add(SeriesKind.FUNCTION, "a.B.f" + i, i);
                    frame.add(SeriesKind.CACHE, "region" + i, i % 2, 0, i % 3);
                  }
                }),
            "Shop");
    for (String page : List.of("routes", "functions", "caches", "nodes")) {
      String html = html(pages.page(page, Map.of("window", "start"), new MockHttpServletRequest()));
      List<String> columns =
          Pattern.compile("sort&#x3D;-?([a-z0-9_]+)")
              .matcher(html)
              .results()
              .map(each -> each.group(1))
              .distinct()
              .toList();
      assertThat(columns).as(page).hasSizeGreaterThan(3);
      for (String column : columns) {
        for (String order : List.of(column, "-" + column)) {
          assertThat(
                  pages
                      .page(
                          page,
                          Map.of("window", "start", "sort", order),
                          new MockHttpServletRequest())
                      .getStatusCode()
                      .value())
              .as("%s by %s", page, order)
              .isEqualTo(200);
        }
      }
    }
  }

  @Test
  void a_search_keeps_the_window() {
    DashboardController pages =
        dashboard(
            monitor(
                "a",
                frame -> {
                  for (int i = 0; i < 20; i++) {
                    frame.add(SeriesKind.ROUTE, "GET /" + i, 1);
                  }
                }),
            "Shop");
    String html =
        html(pages.page("routes", Map.of("window", "start"), new MockHttpServletRequest()));
    assertThat(html).contains("<input type=\"hidden\" name=\"window\" value=\"start\">");
  }

  /** Ten thousand routes and a hundred regions, on a database with full buckets of six hours. */
  @ParameterizedTest
  @ValueSource(strings = {"start", "15m", "6h", "1y"})
  void pages_of_ten_thousand_routes_answer_within_a_second(String window) throws Exception {
    var source = new PGSimpleDataSource();
    source.setUrl(PostgresExtension.createDatabase());
    var history = new History(source, true, 500);
    var node = new Node("a", "server", "1", Instant.now(Clock.systemUTC()));
    var collector = new ManyRoutes();
    var monitor = new Monitor(node, List.of(collector), Clock.systemUTC(), history);
    monitor.start();
    monitor.close();
    ManyRoutes.fill(source, history);
    var figures = new Figures(monitor, Clock.systemUTC());
    var dashboard = new Dashboard("Shop", monitor, figures, Clock.systemUTC(), 5);
    dashboard.caches();
    DashboardController pages = dashboard.controller();
    for (String page : List.of("", "routes", "caches", "functions", "nodes")) {
      Duration fastest =
          Stream.generate(() -> took(pages, page, window)).limit(4).sorted().toList().getFirst();
      assertThat(fastest).as("%s of %s", page, window).isLessThan(Duration.ofSeconds(1));
    }
    String html =
        html(pages.page("routes", Map.of("window", window), new MockHttpServletRequest()));
    assertThat(html).contains("rel=\"next\"").contains("1–50 of ");
    assertThat(html.length()).isLessThan(200_000);
  }

  private static Duration took(DashboardController pages, String page, String window) {
    long before = System.nanoTime();
    assertThat(
            pages
                .page(page, Map.of("window", window), new MockHttpServletRequest())
                .getStatusCode()
                .value())
        .isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - before);
  }
}
