package foreign.library;

import static foreign.library.MonitoredLibrary.ADA;
import static foreign.library.MonitoredLibrary.basic;
import static foreign.library.MonitoredLibrary.cookie;
import static foreign.library.MonitoredLibrary.csrf;
import static foreign.library.MonitoredLibrary.location;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ForeignApplication;
import com.veetssuites.testing.PostgresExtension;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * With the module monitor alone an application measures itself and has a dashboard for its
 * administrators; what else it has is guarded as it was before.
 */
@Timeout(180)
class MeasuredLibraryTest {

  private static final String[] BROWSER = {"Accept", "text/html"};

  private static ForeignApplication library;

  @BeforeAll
  static void start() {
    library =
        MonitoredLibrary.start(
            List.of(),
            "spring.datasource.url=" + PostgresExtension.createDatabase(),
            "spring.security.user.name=ada",
            "spring.security.user.password=engine",
            "spring.security.user.roles=ADMIN");
  }

  @AfterAll
  static void stop() throws Exception {
    library.close();
  }

  @Test
  void requests_and_timed_methods_are_in_the_report() {
    assertThat(library.get("/books/7", ADA).body()).isEqualTo("The book 7");
    assertThat(library.get("/books/0", ADA).statusCode()).isEqualTo(404);
    String report =
        MonitoredLibrary.report(
            library, ADA, "GET /books/{isbn}", "foreign.library.Catalogue.title");
    assertThat(report).doesNotContain("/books/7").doesNotContain("GET /actuator");
    assertThat(library.get("/actuator/metrics/method.timed?tag=exception:none", ADA).body())
        .contains("foreign.library.Catalogue");
    assertThat(
            library
                .get("/actuator/metrics/method.timed?tag=exception:NoSuchElementException", ADA)
                .statusCode())
        .isEqualTo(200);
    assertThat(library.get("/actuator/monitor?window=2h", ADA).statusCode()).isEqualTo(400);
  }

  @Test
  void the_rest_of_the_application_is_guarded_as_without_the_module() {
    for (String path : List.of("/", "/books/7", "/actuator/monitor", "/dashboards", "/error")) {
      assertThat(library.get(path).statusCode()).as(path).isEqualTo(401);
      HttpResponse<String> browser = library.get(path, BROWSER);
      assertThat(browser.statusCode()).as(path).isEqualTo(302);
      assertThat(location(browser)).endsWith("/login").doesNotContain("dashboard");
      assertThat(library.get(path, "Authorization", basic("ada:wrong")).statusCode())
          .as(path)
          .isEqualTo(401);
    }
    assertThat(library.get("/login", BROWSER).statusCode()).isEqualTo(200);
  }

  @Test
  void the_dashboard_asks_to_log_in() {
    for (String path :
        List.of(
            "/dashboard",
            "/dashboard/",
            "/dashboard/routes",
            "/dashboard/live",
            "/dashboard/chart/requests",
            "/dashboard/unknown")) {
      HttpResponse<String> answer = library.get(path, BROWSER);
      assertThat(answer.statusCode()).as(path).isEqualTo(302);
      assertThat(location(answer)).as(path).endsWith("/dashboard/login");
    }
    HttpResponse<String> form = library.get("/dashboard/login");
    assertThat(form.statusCode()).isEqualTo(200);
    assertThat(form.body()).contains("Library", "name=\"password\"").doesNotContain("<script>");
    strict(form);
  }

  private static void strict(HttpResponse<String> page) {
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action")
        .contains("frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe", "*", "http");
    assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
  }

  private static HttpResponse<String> logIn(String password, String... token) {
    HttpResponse<String> form = library.get("/dashboard/login");
    String csrf = token.length == 0 ? csrf(form) : token[0];
    return library.send(
        "POST",
        "/dashboard/login?username=ada&password=" + password + "&_csrf=" + csrf,
        "Cookie",
        cookie(form));
  }

  @Test
  void a_log_in_needs_the_password_and_the_token() {
    assertThat(location(logIn("wrong"))).endsWith("/dashboard/login?error");
    assertThat(logIn("engine", "").statusCode()).isEqualTo(403);
    assertThat(logIn("engine", "made-up").statusCode()).isEqualTo(403);
    assertThat(location(logIn("engine"))).endsWith("/dashboard/");
  }

  @Test
  void an_administrator_sees_all_pages_and_logs_out() {
    String session = cookie(logIn("engine"));
    for (String page : List.of("", "routes", "functions", "nodes", "alerts")) {
      HttpResponse<String> answer = library.get("/dashboard/" + page, "Cookie", session);
      assertThat(answer.statusCode()).as(page).isEqualTo(200);
      assertThat(answer.body()).contains("<h1>").doesNotContain("<script>", "style=\"");
      strict(answer);
    }
    HttpResponse<String> page = library.get("/dashboard/", "Cookie", session);
    assertThat(library.send("POST", "/dashboard/logout", "Cookie", session).statusCode())
        .as("without a token")
        .isEqualTo(403);
    library.send("POST", "/dashboard/logout?_csrf=" + csrf(page), "Cookie", session);
    assertThat(library.get("/dashboard/", "Cookie", session).statusCode()).isEqualTo(302);
  }

  @Test
  void what_cannot_be_shown_is_told_in_a_sentence() {
    String session = cookie(logIn("engine"));
    for (String path :
        List.of("routes?sort=x", "routes?page=x", "routes?window=9d", "chart/unknown")) {
      HttpResponse<String> answer = library.get("/dashboard/" + path, "Cookie", session);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.body()).as(path).containsPattern("(There is no|is a number)");
    }
    HttpResponse<String> missing =
        library.get("/dashboard/%3Cscript%3Ealert(1)%3C", "Cookie", session);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).doesNotContain("<script>");
  }

  @Test
  void its_own_pages_are_not_in_the_figures() {
    library.get("/dashboard/login");
    library.get("/books/9", ADA);
    assertThat(MonitoredLibrary.report(library, ADA, "GET /books/{isbn}"))
        .doesNotContain("GET /dashboard");
  }
}
