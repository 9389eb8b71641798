package foreign.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ForeignApplication;
import com.veetssuites.testing.PostgresExtension;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With the module query alone, statements are counted, findings named and plans obeyed. */
@Timeout(120)
class WatchedLibraryTest {

  private static final int BOOKS = 12;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static ForeignApplication start(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "spring.datasource.url=" + PostgresExtension.createDatabase(),
                "spring.jpa.hibernate.ddl-auto=create",
                "spring.jpa.open-in-view=false",
                "management.endpoints.web.exposure.include=querystatements,queryfindings"));
    all.addAll(List.of(settings));
    ForeignApplication library =
        ForeignApplication.start(
            "foreign.library.LibraryApplication",
            List.of("/pg-index-health", "/sqlite-jdbc", "/junit-platform-testkit"),
            all.toArray(String[]::new));
    assertThat(library.send("POST", "/books?count=" + BOOKS).statusCode()).isEqualTo(200);
    return library;
  }

  private static JsonNode json(ForeignApplication library, String path) {
    HttpResponse<String> answer = library.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** How many statements a request takes, as the actuator tells it. */
  private static int statements(ForeignApplication library, String path) {
    library.send("DELETE", "/actuator/querystatements");
    assertThat(json(library, path)).hasSize(BOOKS);
    int calls = 0;
    for (JsonNode statement : json(library, "/actuator/querystatements")) {
      calls += statement.get("calls").asInt();
    }
    return calls;
  }

  @Test
  void by_default_the_obvious_mistake_costs_little_and_the_other_is_named() throws Exception {
    try (ForeignApplication library = start()) {
      assertThat(statements(library, "/books")).isEqualTo(2);
      assertThat(statements(library, "/books/planned")).isEqualTo(1);
      assertThat(json(library, "/actuator/queryfindings").get("findings")).isEmpty();

      HttpResponse<String> answer = library.get("/books/one-by-one?count=" + BOOKS);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Server-Timing")).isEmpty();

      JsonNode finding = json(library, "/actuator/queryfindings").get("findings").get(0);
      assertThat(finding.get("text").asString())
          .contains("GET /books/one-by-one", "Author", "BookController.java", "Fix: ");
      assertThat(finding.get("statements").asInt()).isEqualTo(BOOKS);
    }
  }

  @Test
  void without_the_nets_the_association_and_the_plan_are_named() throws Exception {
    try (ForeignApplication library =
        start(
            "veets.query.prefetch.enabled=false",
            "spring.jpa.properties.hibernate.default_batch_fetch_size=1",
            "veets.query.debug=true")) {
      assertThat(statements(library, "/books")).isEqualTo(1 + BOOKS);
      assertThat(statements(library, "/books/planned")).isEqualTo(1);

      JsonNode findings = json(library, "/actuator/queryfindings").get("findings");
      assertThat(findings).hasSize(1);
      assertThat(findings.get(0).get("text").asString())
          .contains("N+1: Book.author", "@FetchPlan(join = \"author\")", "13 → 1");
      assertThat(library.get("/books/planned").headers().firstValue("Server-Timing"))
          .hasValueSatisfying(timing -> assertThat(timing).contains("1 statement"));
    }
  }
}
