package com.veetssuites.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {

  private final PlatformServer server = PlatformServer.shared();
  private final JsonNode api = server.anonymous().get("/api/docs/openapi").expect(200).json();

  @Test
  void every_path_is_documented_with_its_trailing_slash() {
    List<String> paths = new ArrayList<>(api.get("paths").propertyNames());
    assertThat(paths)
        .allMatch(path ->
            path.startsWith("/api/") && (path.endsWith("/") || path.equals("/api/files/{key}")))
        .contains(
            "/api/courses/",
            "/api/courses/{id}/",
            "/api/courses/{id}/enroll/",
            "/api/courses/{id}/enrollments/",
            "/api/users/enrollments/",
            "/api/enrollments/{id}/",
            "/api/payments/callback/",
            "/api/analytics/{report_type}/",
            "/api/health/",
            "/api/auth/login/");
  }

  @Test
  void operations_are_named_after_what_they_do_to_what() {
    assertThat(api.at("/paths/~1api~1courses~1{id}~1/get/operationId").asString())
        .isEqualTo("courseDetail");
    List<String> names = new ArrayList<>();
    api.get("paths")
        .forEach(
            path -> path.forEach(operation -> names.add(operation.get("operationId").asString())));
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-zA-Z]+"));
  }

  @Test
  void a_list_documents_its_pages_orderings_and_search_rather_than_internals() {
    JsonNode parameters = api.at("/paths/~1api~1courses~1/get/parameters");
    assertThat(names(parameters))
        .containsExactlyInAnyOrder(
            "page", "page_size", "cursor", "ordering", "search", "instructor", "mine");
    JsonNode ordering = parameter(parameters, "ordering").get("schema");
    assertThat(ordering.get("enum").toString())
        .isEqualTo("[\"created_at\",\"-created_at\",\"title\",\"-title\",\"price\",\"-price\"]");
    assertThat(ordering.get("default").asString()).isEqualTo("-created_at");
    assertThat(parameter(parameters, "page_size").get("schema").get("maximum").asInt())
        .isEqualTo(100);
    assertThat(names(api.at("/paths/~1api~1users~1enrollments~1/get/parameters")))
        .containsExactlyInAnyOrder("page", "page_size", "cursor", "ordering");
    assertThat(names(api.at("/paths/~1api~1courses~1{id}~1enrollments~1/get/parameters")))
        .contains("payment_status", "id");
  }

  @Test
  void properties_are_named_as_in_json() {
    JsonNode course = api.at("/components/schemas/CourseSummary/properties");
    assertThat(course.propertyNames())
        .contains("is_published", "enrollment_count", "created_at", "instructor");
    assertThat(course.get("price").get("type").asString()).isEqualTo("string");
    assertThat(api.at("/components/schemas/EnrollmentDetail/properties").propertyNames())
        .contains("payment_status", "student");
    JsonNode schemas = api.at("/components/schemas");
    for (String schema : schemas.propertyNames()) {
      if (schema.equals("UrlValidation")) {
        continue; // these names are Zoom's
      }
      assertThat(schemas.get(schema).path("properties").propertyNames())
          .as(schema)
          .allMatch(name -> name.matches("[a-z0-9_]+"));
    }
    assertThat(schemas.propertyNames()).doesNotContain("PageRequest", "Viewer", "JsonNode");
  }

  @Test
  void problems_are_documented_as_problem_details() {
    JsonNode patch = api.at("/paths/~1api~1enrollments~1{id}~1/patch");
    assertThat(patch.get("responses").propertyNames())
        .contains("200", "400", "401", "403", "404", "412", "428");
    assertThat(patch.at("/responses/412/content/application~1problem+json/schema/$ref").asString())
        .isEqualTo("#/components/schemas/ProblemDetail");
    assertThat(api.at("/components/schemas/ProblemDetail/properties").propertyNames())
        .contains("type", "title", "status", "detail", "errors");
    JsonNode ifMatch = parameter(patch.get("parameters"), "If-Match");
    assertThat(ifMatch.get("in").asString()).isEqualTo("header");
    assertThat(ifMatch.get("required").asBoolean()).isTrue();
  }

  @Test
  void what_is_public_is_documented_as_public_and_the_rest_with_a_bearer_token() {
    assertThat(api.at("/components/securitySchemes/bearer/scheme").asString()).isEqualTo("bearer");
    assertThat(api.get("security").toString()).isEqualTo("[{\"bearer\":[]}]");
    assertThat(api.at("/paths/~1api~1courses~1/get/security").toString()).isEqualTo("[]");
    assertThat(api.at("/paths/~1api~1auth~1login~1/post/security").toString()).isEqualTo("[]");
    assertThat(api.at("/paths/~1api~1courses~1/post/security").isMissingNode()).isTrue();
  }

  @Test
  void the_docs_show_swagger_ui_from_this_server_alone() {
    for (String path : List.of("/api/docs/", "/api/docs")) {
      Answer page = server.anonymous().get(path).expect(200);
      assertThat(page.header("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
      assertThat(page.body()).contains("id=\"swagger-ui\"").doesNotContain("http");
      List<String> assets =
          Pattern.compile("(?:src|href)=\"([^\"]+)\"")
              .matcher(page.body())
              .results()
              .map(match -> match.group(1))
              .toList();
      assertThat(assets).hasSize(6);
      for (String asset : assets) {
        assertThat(server.anonymous().get(asset).expect(200).body()).isNotEmpty();
      }
    }
    String start = server.anonymous().get("/api/docs/swagger-ui/swagger-initializer.js").body();
    assertThat(start).contains("/api/docs/openapi/swagger-config").doesNotContain("petstore");
    JsonNode config = server.anonymous().get("/api/docs/openapi/swagger-config").expect(200).json();
    assertThat(config.get("url").asString()).isEqualTo("/api/docs/openapi");
    assertThat(config.path("validatorUrl").asString("")).isEmpty();
  }

  private static List<String> names(JsonNode parameters) {
    List<String> names = new ArrayList<>();
    parameters.forEach(parameter -> names.add(parameter.get("name").asString()));
    return names;
  }

  private static JsonNode parameter(JsonNode parameters, String name) {
    for (JsonNode parameter : parameters) {
      if (parameter.get("name").asString().equals(name)) {
        return parameter;
      }
    }
    throw new AssertionError("There is no parameter " + name + " in " + parameters);
  }
}
