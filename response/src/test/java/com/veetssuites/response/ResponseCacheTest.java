package com.veetssuites.response;

import static com.veetssuites.response.TestServer.fate;
import static com.veetssuites.response.TestServer.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.Tag;
import com.veetssuites.response.CatalogApplication.Catalog;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

/** What a client without credentials sees. */
class ResponseCacheTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.open(CatalogApplication.class);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.caches().invalidateEverything();
    catalog().broken = 0;
    catalog().runs.set(0);
  }

  private static Catalog catalog() {
    return server.bean(Catalog.class);
  }

  private static String twice(String path, String... headers) {
    server.get(path, headers);
    return fate(server.get(path, headers));
  }

  @Test
  void the_second_request_is_a_hit_that_differs_in_age_date_and_cache_status_alone() {
    HttpResponse<String> miss = server.get("/courses?page=2");
    HttpResponse<String> hit = server.get("/courses?page=2");

    assertThat(fate(miss)).isEqualTo("veets; fwd=miss; stored");
    assertThat(fate(hit)).isEqualTo("veets; hit");
    assertThat(hit.body()).isEqualTo(miss.body());
    assertThat(header(hit, "Age")).isEqualTo("0");
    List<String> changing = List.of("age", "date", "cache-status");
    assertThat(
            hit.headers().map().entrySet().stream()
                .filter(h -> !changing.contains(h.getKey().toLowerCase(java.util.Locale.ROOT))))
        .containsExactlyInAnyOrderElementsOf(
            miss.headers().map().entrySet().stream()
                .filter(h -> !changing.contains(h.getKey().toLowerCase(java.util.Locale.ROOT)))
                .toList());
    assertThat(catalog().runs).hasValue(1);
  }

  @Test
  void an_invalidated_tag_key_pattern_or_everything_drops_it() {
    List<Runnable> invalidations =
        List.of(
            () -> server.caches().invalidate(new Tag("courses")),
            () -> server.caches().invalidate(CacheKey.of("courses", "list")),
            () -> server.caches().invalidate(CacheKey.of("courses", "list").with("page", 2)),
            () -> server.caches().invalidatePattern("courses:list:*"),
            () -> server.bean(ResponseCache.class).purge(),
            () -> server.send("POST", "/courses"));
    for (Runnable invalidation : invalidations) {
      assertThat(twice("/courses?page=2")).isEqualTo("veets; hit");
      invalidation.run();
      assertThat(fate(server.get("/courses?page=2"))).isEqualTo("veets; fwd=miss; stored");
    }
    twice("/courses/8");
    server.caches().invalidate(new Tag("courses#7"));
    assertThat(fate(server.get("/courses/8"))).isEqualTo("veets; hit");
  }

  @Test
  void two_hundred_requests_for_a_cold_key_are_one_load() throws Exception {
    List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      requests.add(() -> server.get("/courses/slow"));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HttpResponse<String>> answer : threads.invokeAll(requests)) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).isEqualTo("slow 1");
      }
    }
    assertThat(catalog().runs).hasValue(1);
  }

  @Test
  void the_query_is_sorted_and_unknown_parameters_count_for_nothing() {
    server.get("/courses?page=2&sort=title");

    assertThat(fate(server.get("/courses?sort=title&page=2"))).isEqualTo("veets; hit");
    HttpResponse<String> evil = server.get("/courses?evil=1&sort=title&utm=%F0%9F%98%80&page=2");
    assertThat(fate(server.get("/courses?evil=1&sort=title&page=2"))).isEqualTo("veets; hit");
    assertThat(evil.statusCode()).isEqualTo(200);
    HttpResponse<String> cold = server.get("/courses?evil=1&page=3");
    assertThat(cold.body()).contains("\"evil\":\"null\"").contains("\"query\":\"page=3\"");
    assertThat(fate(server.get("/courses?page=3"))).isEqualTo("veets; hit");
  }

  @Test
  void repeated_empty_and_colon_bearing_values_are_told_apart() {
    List<String> queries =
        List.of(
            "",
            "?tag=a",
            "?tag=b",
            "?tag=a&tag=b",
            "?tag=b&tag=a",
            "?tag=a,b",
            "?tag=",
            "?tag=&tag=",
            "?tag=a:b",
            "?tag=a%3Ab:c",
            "?tag=a*",
            "?tag=%25",
            "?tag=@a",
            "?tag=a&sort=1",
            "?tag=a:sort:1",
            "?sort=@viewer:7",
            "?tag=gr%C3%BC%C3%9F",
            "?tag=gr%C3%BC");
    for (String query : queries) {
      assertThat(fate(server.get("/courses" + query)))
          .as(query)
          .isEqualTo("veets; fwd=miss; stored");
    }
    for (String query : queries) {
      assertThat(fate(server.get("/courses" + query))).as(query).isEqualTo("veets; hit");
    }
  }

  @Test
  void odd_queries_are_answered_uncached() {
    for (String query :
        List.of("?tag=%00", "?tag=%0a", "?tag=" + "x".repeat(600), "?tag=%FF", "?tag=%C3")) {
      assertThat(twice("/courses" + query)).as(query).isEqualTo("veets; fwd=bypass");
    }
  }

  @Test
  void what_the_key_does_not_hold_is_not_seen_by_the_handler() {
    HttpResponse<String> answer =
        server.get("/courses", "User-Agent", "Evil/1", "Accept-Language", "de");

    assertThat(answer.body()).contains("\"agent\":\"null\"").contains("\"language\":\"null\"");
  }

  @Test
  void a_known_entity_tag_is_answered_without_the_body_on_hits_and_misses() {
    HttpResponse<String> first = server.get("/courses/7");
    String etag = header(first, "ETag");
    assertThat(etag).matches("\"v\\d+-[\\w-]{16}\"");

    for (String tags :
        List.of(etag, "W/" + etag, "\"x\", " + etag, "*", etag.replaceAll("\"$", "-gz\""))) {
      HttpResponse<String> known = server.get("/courses/7", "If-None-Match", tags);
      assertThat(known.statusCode()).as(tags).isEqualTo(304);
      assertThat(known.body()).isEmpty();
    }
    assertThat(server.get("/courses/7", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    assertThat(catalog().runs).hasValue(1);

    server.caches().invalidateEverything();
    catalog().runs.set(0);
    HttpResponse<String> miss = server.get("/courses/7", "If-None-Match", etag);
    assertThat(miss.statusCode()).isEqualTo(304);
    assertThat(fate(miss)).isEqualTo("veets; fwd=miss; stored");
  }

  @Test
  void an_entity_tag_of_the_cache_reaches_a_writing_handler_as_its_own() {
    String etag = header(server.get("/courses/7"), "ETag");

    assertThat(server.send("PUT", "/courses/7", "If-Match", etag).body())
        .contains("\\\"v" + (catalog().price.get() - 1) + "\\\"\"");
    assertThat(fate(server.get("/courses/7"))).isEqualTo("veets; fwd=miss; stored");
  }

  @Test
  void a_head_is_answered_from_the_get() {
    HttpResponse<String> get = server.get("/courses/7");
    HttpResponse<String> head = server.send("HEAD", "/courses/7");

    assertThat(head.body()).isEmpty();
    assertThat(fate(head)).isEqualTo("veets; hit");
    assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
    assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));

    server.caches().invalidateEverything();
    assertThat(header(server.send("HEAD", "/courses/7"), "Content-Length"))
        .isEqualTo(header(get, "Content-Length"));
    assertThat(fate(server.get("/courses/7"))).isEqualTo("veets; hit");
    assertThat(server.send("HEAD", "/courses/2000").statusCode()).isEqualTo(404);
  }

  @Test
  void a_long_text_is_sent_compressed_to_who_can_read_that() throws IOException {
    HttpResponse<byte[]> plain = server.bytes("/courses/long");
    for (String coding : List.of("gzip", "gzip, deflate, br", "br;q=1, gzip;q=0.5", "*")) {
      HttpResponse<byte[]> zipped = server.bytes("/courses/long", "Accept-Encoding", coding);
      assertThat(header(zipped, "Content-Encoding")).as(coding).isEqualTo("gzip");
      assertThat(header(zipped, "ETag")).endsWith("-gz\"").isNotEqualTo(header(plain, "ETag"));
      assertThat(zipped.body().length).isLessThan(1000);
      try (GZIPInputStream in =
          new GZIPInputStream(new java.io.ByteArrayInputStream(zipped.body()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain.body());
      }
    }
    for (String coding : List.of("identity", "gzip;q=0", "br", "gzip;q=0.1, identity;q=0.9")) {
      assertThat(
              header(server.bytes("/courses/long", "Accept-Encoding", coding), "Content-Encoding"))
          .as(coding)
          .isEmpty();
    }
    assertThat(header(plain, "Vary")).contains("Accept-Encoding");
    assertThat(catalog().runs).hasValue(1);
  }

  @Test
  void cache_control_tells_browsers_to_ask_and_proxies_what_was_said() {
    assertThat(header(server.get("/courses/7"), "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(server.get("/courses"), "Cache-Control")).contains("s-maxage=60");
  }

  @Test
  void what_is_not_to_be_kept_is_answered_by_the_handler_each_time() {
    for (String path : List.of("cookie", "private", "varied", "async", "huge", "2000")) {
      HttpResponse<String> first = server.get("/courses/" + path);
      HttpResponse<String> second = server.get("/courses/" + path);
      assertThat(fate(second)).as(path).doesNotContain("hit").doesNotContain("stored");
      assertThat(second.statusCode()).isEqualTo(first.statusCode());
    }
    assertThat(server.get("/courses/cookie").headers().firstValue("Set-Cookie")).isPresent();
    assertThat(server.bytes("/courses/huge").body()).hasSize(3_000_000);
    assertThat(server.get("/courses/async").body()).startsWith("run ");
    assertThat(server.get("/courses/2000").statusCode()).isEqualTo(404);
  }

  @Test
  void a_route_that_is_not_cached_hides_a_cached_pattern() {
    assertThat(twice("/courses/mine")).isEqualTo("none");
  }

  @Test
  void requests_that_ask_for_something_else_pass_by() {
    server.get("/courses/7");
    for (String[] header :
        List.of(
            new String[] {"Range", "bytes=0-1"},
            new String[] {"If-Match", "\"x\""},
            new String[] {"If-Unmodified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"},
            new String[] {"Accept", "text/html"},
            new String[] {"Authorization", "Bearer x"},
            new String[] {"X-Api-Key", "x"},
            new String[] {"Cookie", "session=1"},
            new String[] {"Cookie", "veets-position=1; session=1"})) {
      assertThat(fate(server.get("/courses/7", header)))
          .as(header[0])
          .isEqualTo("veets; fwd=bypass");
    }
    assertThat(fate(server.get("/courses/7?access_token=x"))).isEqualTo("veets; fwd=bypass");
    assertThat(fate(server.get("/courses/7", "Cache-Control", "no-cache", "Pragma", "no-cache")))
        .isEqualTo("veets; hit");
    assertThat(fate(server.get("/courses/7", "Accept", "application/json, text/plain, */*")))
        .isEqualTo("veets; hit");
    server.get("/courses/fresh");
    assertThat(fate(server.get("/courses/fresh", "Cache-Control", "no-cache")))
        .isEqualTo("veets; fwd=bypass");
  }

  @Test
  void answers_vary_on_the_named_header() {
    server.get("/courses/mood", "X-Mood", "good");

    assertThat(fate(server.get("/courses/mood", "X-Mood", "good"))).isEqualTo("veets; hit");
    assertThat(fate(server.get("/courses/mood", "X-Mood", "bad"))).contains("fwd=miss");
    HttpResponse<String> none = server.get("/courses/mood");
    assertThat(fate(none)).contains("fwd=miss");
    assertThat(header(none, "Vary")).contains("X-Mood");
  }

  @Test
  void a_writer_is_kept_with_its_encoding() {
    String first = server.get("/courses/writer").body();
    HttpResponse<byte[]> hit = server.bytes("/courses/writer");

    assertThat(fate(hit)).isEqualTo("veets; hit");
    assertThat(new String(hit.body(), StandardCharsets.UTF_8)).isEqualTo(first).startsWith("Grüße");
    assertThat(header(hit, "Content-Type").replace(" ", ""))
        .isEqualToIgnoringCase("text/plain;charset=UTF-8");
  }

  @Test
  void a_failing_application_is_hidden_by_its_last_answer_unless_that_was_invalidated()
      throws InterruptedException {
    String good = server.get("/courses/shaky").body();
    for (int broken : List.of(1, 2)) {
      Thread.sleep(350);
      catalog().broken = broken;
      HttpResponse<String> stale = server.get("/courses/shaky");
      assertThat(stale.statusCode()).isEqualTo(200);
      assertThat(stale.body()).isEqualTo(good);
      assertThat(fate(stale)).isEqualTo("veets; hit; detail=stale-if-error");
    }
    catalog().broken = 3;
    assertThat(server.get("/courses/shaky").statusCode()).isEqualTo(404);
    catalog().broken = 2;
    server.caches().invalidate(new Tag("shaky"));
    assertThat(server.get("/courses/shaky").statusCode()).isEqualTo(500);
    assertThat(server.get("/courses/shaky").body()).isEqualTo("broken");
    catalog().broken = 1;
    assertThat(server.get("/courses/shaky").statusCode()).isEqualTo(500);
  }

  @Test
  void while_one_makes_it_anew_others_get_the_stale_answer() throws Exception {
    server.get("/courses/revalidated");
    Thread.sleep(250);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> payer = threads.submit(() -> server.get("/courses/revalidated"));
      Thread.sleep(200);
      HttpResponse<String> stale = server.get("/courses/revalidated");
      assertThat(fate(stale)).isEqualTo("veets; hit; detail=stale-while-revalidate");
      assertThat(stale.body()).isEqualTo("run 1");
      assertThat(payer.get().body()).isEqualTo("run 2");
    }
  }

  @Test
  void a_trailing_slash_is_answered_as_the_application_does() {
    assertThat(twice("/courses/")).isEqualTo("veets; hit");
    assertThat(twice("/courses/7/")).isEqualTo("veets; hit");
    assertThat(server.get("/courses//7").statusCode()).isNotEqualTo(200);
  }

  @Test
  void a_write_tells_its_position_and_the_client_may_carry_it() {
    HttpResponse<String> write = server.send("POST", "/courses");
    String position = header(write, "Veets-Position");
    assertThat(position).matches("[0-9a-f]{16}\\.\\d+");
    assertThat(header(write, HttpHeaders.SET_COOKIE))
        .contains("veets-position=" + position)
        .contains("HttpOnly")
        .contains("SameSite=Lax");
    server.get("/courses");
    assertThat(fate(server.get("/courses", "Veets-Position", position))).isEqualTo("veets; hit");
    assertThat(fate(server.get("/courses", "Cookie", "veets-position=" + position)))
        .isEqualTo("veets; hit");
    assertThat(fate(server.get("/courses", "Veets-Position", "nonsense"))).isEqualTo("veets; hit");
  }

  @Test
  void a_hit_is_counted_like_a_miss() {
    MeterRegistry meters = server.bean(MeterRegistry.class);
    long before = count(meters);
    server.get("/courses/7");
    server.get("/courses/7");
    server.get("/courses/7");

    // A request is counted after its answer has gone out.
    await().untilAsserted(() -> assertThat(count(meters) - before).isEqualTo(3));
    var tags =
        meters
            .find("http.server.requests")
            .tag("uri", "/courses/{id}")
            .tag("status", "200")
            .timers()
            .stream()
            .map(timer -> timer.getId().getTags())
            .distinct()
            .toList();
    assertThat(tags).as("one series for hits and misses").hasSize(1);
    assertThat(
            meters
                .get("response.cache.requests")
                .tag("result", "hit")
                .tag("view", "courses.detail.id")
                .counter()
                .count())
        .isGreaterThanOrEqualTo(2);
  }

  private static long count(MeterRegistry meters) {
    return meters
        .find("http.server.requests")
        .tag("uri", "/courses/{id}")
        .tag("status", "200")
        .timers()
        .stream()
        .mapToLong(timer -> timer.count())
        .sum();
  }
}
