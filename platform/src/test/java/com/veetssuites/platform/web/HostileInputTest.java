package com.veetssuites.platform.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.query.keyset.Cursors;
import com.veetssuites.query.keyset.Place;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What bad input gets: a precise 4xx that says what was wrong and what would be right. */
class HostileInputTest {

  private static final PlatformServer SERVER = PlatformServer.shared();
  private static Account instructor;

  @BeforeAll
  static void somebody_is_logged_in() {
    instructor = SERVER.instructor();
  }

  @ParameterizedTest
  @CsvSource({
    "page=0, page",
    "page=-1, page",
    "page=abc, page",
    "page=1.5, page",
    "page=99999999999999999999, page",
    "page_size=0, page_size",
    "page_size=100000, page_size",
    "page_size=x, page_size",
    "ordering=password_hash, ordering",
    "ordering=instructor.email, ordering",
    "ordering=--title, ordering",
    "'ordering=title,price', ordering",
    "ordering=id;DROP TABLE users, ordering",
    "cursor=x, cursor",
    "cursor=LWNyZWF0ZWRfYXQ, cursor",
    "cursor=&page=1, cursor",
    "instructor=abc, instructor",
    "mine=perhaps, mine"
  })
  void a_wrong_parameter_is_named(String query, String field) {
    Answer answer =
        SERVER.anonymous().get("/api/courses/?" + query.replace(" ", "%20").replace(";", "%3B"));

    answer.expect(400);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
  }

  /**
   * A filter is part of the key of a cache, which has neither empty parts nor control characters.
   */
  @ParameterizedTest
  @ValueSource(strings = {"mine=", "instructor=", "instructor=%091", "mine=%09false"})
  void a_filter_that_is_empty_or_padded_is_read_as_without_a_cache(String query) {
    Answer answer = SERVER.anonymous().get("/api/courses/?" + query);

    answer.expect(200);
  }

  @Test
  void a_filter_with_a_thousand_leading_zeros_is_a_number() {
    SERVER.anonymous().get("/api/courses/?instructor=" + "0".repeat(1_000) + "1").expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "price, 1e-99999",
    "price, 0e-16384",
    "price, 1e131072",
    "price, 1e999999999",
    "price, NaN",
    "created_at, -1000000000-01-01T00:00:00Z",
    "created_at, +1000000000-12-31T23:59:59.999999999Z",
    "created_at, +294277-12-31T23:59:59Z",
    "created_at, 0000-01-01T00:00:00Z",
    "created_at, yesterday"
  })
  void a_made_up_cursor_is_refused(String ordering, String value) {
    String cursor = Cursors.opaque().encode(ordering, new Place(false, List.of(value, 1L)));

    Answer answer = SERVER.anonymous().get("/api/courses/?cursor=" + cursor);

    answer.expect(400);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("cursor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search=%00",
        "search=a%00b",
        "search=%ff",
        "search=%c3%28",
        "search=%",
        "search=%zz",
        "search=%ed%a0%80",
        "%00=1"
      })
  void a_query_string_that_is_no_text_is_refused(String query) throws IOException {
    assertThat(
            raw(
                "GET /api/courses/?"
                    + query
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/courses/%00/",
        "/api/courses/%ff/",
        "/api/courses/1%2f2/",
        "/api/courses/..%2f..%2fetc/",
        "/api/courses/9223372036854775808/",
        "/api/courses/-/",
        "/api/courses/1;x=y/"
      })
  void a_path_that_is_none_is_refused(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"title\":\"x\",\"colour\":\"red\"} | colour",
        "{\"title\":\"x\",\"enrollment_count\":5} | enrollment_count",
        "{\"title\":\"x\",\"id\":5} | id",
        "{\"title\":5} | title",
        "{\"title\":[\"x\"]} | title",
        "{\"title\":{}} | title",
        "{\"title\":null} | title",
        "{} | title",
        "{\"title\":\"  \"} | title",
        "{\"title\":\"a\\u0000b\"} | title",
        "{\"title\":\"\\ud800\"} | title",
        "{\"title\":\"x\",\"price\":\"much\"} | price",
        "{\"title\":\"x\",\"price\":-1} | price",
        "{\"title\":\"x\",\"price\":1e400} | price",
        "{\"title\":\"x\",\"price\":1e999999999} | price",
        "{\"title\":\"x\",\"price\":\"1e999999999\"} | price",
        "{\"title\":\"x\",\"price\":0e999999999} | price",
        "{\"title\":\"x\",\"price\":1e-999999999} | price",
        "{\"title\":\"x\",\"price\":123456789.00} | price",
        "{\"title\":\"x\",\"price\":1.001} | price",
        "{\"title\":\"x\",\"price\":true} | price",
        "{\"title\":\"x\",\"price\":\"NaN\"} | price",
        "{\"title\":\"x\",\"currency\":\"dollars\"} | currency",
        "{\"title\":\"x\",\"is_published\":\"yes\"} | is_published",
        "{\"title\":\"x\",\"is_published\":1} | is_published"
      })
  void a_wrong_field_is_named(String body, String field) {
    Answer answer = instructor.client().post("/api/courses/", body);

    answer.expect(400);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "5",
        "[]",
        "\"text\"",
        "{\"title\":\"x\"",
        "{\"title\":\"x\"}}",
        "{\"title\":\"x\"} {\"title\":\"y\"}",
        "{'title':'x'}",
        "{\"title\":\"x\",\"title\":\"y\"}",
        "\u0000"
      })
  void a_body_that_is_not_one_json_object_is_refused(String body) {
    instructor.client().post("/api/courses/", body).expect(400);
    long id = SERVER.course(instructor, "0", false);
    if (!body.startsWith("{\"title\":\"x\",\"title\"")) { // a patch may hold anything once
      instructor.client().patch("/api/courses/" + id + "/", body, "If-Match", "*").expect(400);
    }
  }

  @Test
  void a_body_that_is_not_utf8_is_refused() {
    byte[] latin = "{\"title\":\"na\u00efve\"}".getBytes(ISO_8859_1);

    instructor.client().post("/api/courses/", latin).expect(400);
  }

  @Test
  void deeply_nested_json_is_refused() {
    String deep = "{\"title\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    instructor.client().post("/api/courses/", deep).expect(400);
  }

  @Test
  void a_title_may_have_200_characters_and_no_more() {
    instructor.client().post("/api/courses/", Map.of("title", "x".repeat(200))).expect(201);
    instructor.client().post("/api/courses/", Map.of("title", "x".repeat(201))).expect(400);
  }

  @Test
  void five_megabytes_of_json_are_too_much_declared_or_not() throws IOException {
    String body = "{\"title\":\"x\",\"description\":\"" + "y".repeat(5 << 20) + "\"}";
    instructor.client().post("/api/courses/", body).expect(413);

    String chunk = "100000\r\n" + "y".repeat(1 << 20) + "\r\n";
    String chunked =
        "POST /api/courses/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + instructor.access()
            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
            + "Connection: close\r\n\r\n"
            + "10\r\n{\"description\":\"\r\n";
    assertThat(raw(chunked + chunk + chunk)).startsWith("HTTP/1.1 413");
  }

  @Test
  void a_body_of_another_type_is_refused_with_the_right_one() {
    Answer answer =
        instructor.client().post("/api/courses/", "title=x", "Content-Type", "text/plain");

    answer.expect(415);
    assertThat(answer.json().get("detail").asString()).contains("application/json");
    instructor
        .client()
        .post("/api/courses/", "title=x", "Content-Type", "application/x-www-form-urlencoded")
        .expect(415);
    instructor.client().post("/api/courses/", "{}", "Content-Type", "nonsense").expect(415);
    instructor.client().post("/api/courses/", "{}", "Content-Type", "*/*").expect(415);
    instructor.client().post("/api/courses/", "{}", "Content-Type", "application/*").expect(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "\"1e999999999\"", "1e-999999999", "\"NaN\"", "1e400"})
  void a_patch_to_a_price_that_is_none_is_refused(String price) {
    long id = SERVER.course(instructor, "10", false);

    Answer answer =
        instructor
            .client()
            .patch("/api/courses/" + id + "/", "{\"price\":" + price + "}", "If-Match", "*");

    answer.expect(400);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("price");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/courses/", "/api/health/", "/api/docs/"})
  void whatever_everybody_may_get_they_may_ask_for_the_headers_of(String path) {
    Answer head = SERVER.anonymous().send("HEAD", path, null);

    head.expect(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void what_is_not_there_and_what_is_not_possible_is_said() {
    JsonNode missing = instructor.client().get("/api/nothing/").expect(404).json();
    assertThat(missing.get("detail").asString()).isEqualTo("There is nothing at this path.");

    Answer impossible = instructor.client().put("/api/courses/", Map.of("title", "x"));
    impossible.expect(405);
    assertThat(impossible.header("Allow")).hasValueSatisfying(v -> assertThat(v).contains("POST"));
    assertThat(impossible.json().get("detail").asString()).contains("PUT", "GET", "POST");
    instructor.client().get("/api/courses/", "Accept", "image/png").expect(406);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/courses/ HTTP/1.1\r\n\r\n",
        "GET /api/courses/ HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "NONSENSE\r\n\r\n",
        "GET /api/courses/ HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"
      })
  void nonsense_on_the_wire_gets_a_4xx_and_no_stack_trace(String request) throws IOException {
    String answer = raw(request);

    assertThat(answer).matches("(?s)HTTP/1.1 (4..|505).*");
    assertThat(answer).doesNotContain("at org.", "Exception", "Apache Tomcat");
  }

  private static String raw(String request) throws IOException {
    URI url = SERVER.url("/");
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(10_000);
      try {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // the server may answer and close before it has read everything
      }
      byte[] answer = new byte[8_192];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(length, 0), ISO_8859_1);
    }
  }
}
