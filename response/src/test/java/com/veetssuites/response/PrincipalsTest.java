package com.veetssuites.response;

import static com.veetssuites.response.MembersApplication.MEMBERS;
import static com.veetssuites.response.MembersApplication.basic;
import static com.veetssuites.response.TestServer.fate;
import static com.veetssuites.response.TestServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.response.MembersApplication.Items;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Behind Spring Security: no answer crosses principals, bad credentials get what they get without a
 * cache, and what a write has acknowledged is what every later request sees.
 */
class PrincipalsTest {

  private static final String ALICE = basic("alice", "secret");
  private static final String BOB = basic("bob", "secret");

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.secured(MembersApplication.class);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    MEMBERS.addAll(List.of("alice", "bob", "@nobody", "a:b"));
    server.caches().invalidateEverything();
  }

  @Test
  void each_principal_has_an_answer_of_its_own() {
    for (String[] who :
        List.of(
            new String[] {"alice", ALICE},
            new String[] {"bob", BOB},
            new String[] {"@nobody", basic("@nobody", "secret")})) {
      for (String fate : List.of("veets; fwd=miss; stored", "veets; hit")) {
        HttpResponse<String> profile = server.get("/profile", "Authorization", who[1]);
        assertThat(profile.body()).isEqualTo(who[0]);
        assertThat(fate(profile)).isEqualTo(fate);
        assertThat(header(profile, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(server.get("/items/1", "Authorization", who[1]).body())
            .startsWith(who[0] + " 1 ");
      }
    }
    assertThat(server.get("/items/1").body()).startsWith("nobody 1 ");
    assertThat(fate(server.get("/items/1"))).isEqualTo("veets; hit");
    server.caches().invalidate(CacheKey.of("user", "profile", "alice"));
    assertThat(fate(server.get("/profile", "Authorization", ALICE))).contains("miss");
    assertThat(fate(server.get("/profile", "Authorization", BOB))).isEqualTo("veets; hit");
  }

  @Test
  void bad_and_revoked_credentials_are_refused_as_without_a_cache() {
    server.get("/items/1");
    server.get("/profile", "Authorization", ALICE);
    String wrong = basic("alice", "wrong");

    assertThat(server.get("/items/1", "Authorization", wrong).statusCode()).isEqualTo(401);
    assertThat(server.get("/profile", "Authorization", wrong).statusCode()).isEqualTo(401);
    assertThat(server.get("/profile").statusCode()).isEqualTo(401);
    assertThat(server.send("HEAD", "/profile").statusCode()).isEqualTo(401);
    MEMBERS.remove("alice");
    assertThat(server.get("/profile", "Authorization", ALICE).statusCode()).isEqualTo(401);
    assertThat(server.get("/items/1", "Authorization", ALICE).statusCode()).isEqualTo(401);
  }

  @Test
  void a_shared_answer_is_for_all_who_are_let_in() {
    String news = server.get("/news", "Authorization", ALICE).body();

    HttpResponse<String> hit = server.get("/news", "Authorization", BOB);
    assertThat(hit.body()).isEqualTo(news);
    assertThat(fate(hit)).isEqualTo("veets; hit");
    assertThat(header(hit, "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(server.get("/news", "Authorization", basic("bob", "wrong")).statusCode())
        .isEqualTo(401);
    assertThat(fate(server.get("/news", "Authorization", ALICE))).isEqualTo("veets; hit");
    assertThat(server.get("/news").statusCode()).as("nobody is not let in").isEqualTo(401);
  }

  @Test
  void credentials_that_nobody_could_verify_pass_by() {
    server.get("/profile", "Authorization", ALICE);

    HttpResponse<String> both = server.get("/profile", "Authorization", ALICE, "Cookie", "x=1");
    assertThat(both.body()).isEqualTo("alice");
    assertThat(fate(both)).isEqualTo("veets; fwd=bypass");
  }

  @Test
  void security_and_cors_headers_are_those_of_each_origin() {
    for (String origin : List.of("https://one.example", "https://two.example")) {
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> answer = server.get("/items/1", "Origin", origin);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(answer, "Vary")).contains("Origin", "Authorization");
        assertThat(fate(answer)).contains(i == 0 ? "stored" : "hit");
      }
    }
    assertThat(header(server.get("/items/1"), "Access-Control-Allow-Origin")).isEmpty();
    assertThat(server.get("/items/1", "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(server.get("/items/1", "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
  }

  @Test
  void no_history_crosses_principals_or_serves_what_was_invalidated() throws Exception {
    int steps = Integer.getInteger("veets.steps", 150);
    Items items = server.bean(Items.class);
    AtomicIntegerArray acknowledged = new AtomicIntegerArray(16);
    for (int i = 0; i < 16; i++) {
      acknowledged.set(i, items.versions.get(i));
    }
    int before = items.runs.get(0);
    List<Callable<Integer>> clients = new ArrayList<>();
    for (int seed = 1; seed <= 8; seed++) {
      Random random = new Random(seed);
      clients.add(() -> walk(random, steps, acknowledged));
    }
    int reads = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> client : threads.invokeAll(clients)) {
        reads += client.get();
      }
    }
    assertThat(items.runs.get(0) - before)
        .as("some were hits, or nothing was tested")
        .isLessThan(reads);
  }

  private static int walk(Random random, int steps, AtomicIntegerArray acknowledged) {
    int reads = 0;
    for (int step = 0; step < steps; step++) {
      int id = random.nextInt(4);
      if (random.nextInt(10) == 0) {
        int version =
            Integer.parseInt(server.send("PUT", "/items/" + id, "Authorization", ALICE).body());
        acknowledged.accumulateAndGet(id, version, Math::max);
        continue;
      }
      String owner = List.of("nobody", "alice", "bob", "a:b", "evil").get(random.nextInt(5));
      String page = List.of("0", "1", "1:@viewer:alice", "%").get(random.nextInt(4));
      List<String> headers = new ArrayList<>();
      if (owner.equals("evil")) {
        headers.addAll(List.of("Authorization", basic("bob", "wrong")));
      } else if (owner.equals("a:b")) {
        headers.addAll(List.of("Authorization", ALICE, "Cookie", "x=1"));
      } else if (!owner.equals("nobody")) {
        headers.addAll(List.of("Authorization", basic(owner, "secret")));
      }
      int least = acknowledged.get(id);
      String method = random.nextInt(5) == 0 ? "HEAD" : "GET";
      String noise = random.nextBoolean() ? "&noise=" + random.nextInt() : "";
      HttpResponse<String> answer =
          server.send(
              method,
              "/items/" + id + "?page=" + page.replace("%", "%25") + noise,
              headers.toArray(String[]::new));
      if (owner.equals("evil")) {
        assertThat(answer.statusCode()).isEqualTo(401);
        continue;
      }
      assertThat(answer.statusCode()).isEqualTo(200);
      if (method.equals("GET")) {
        reads++;
        String[] parts = answer.body().split(" ", -1);
        assertThat(parts[0]).isEqualTo(owner.equals("a:b") ? "alice" : owner);
        assertThat(parts[1]).isEqualTo(Integer.toString(id));
        assertThat(parts[2]).isEqualTo(page);
        assertThat(Integer.parseInt(parts[3])).as(answer.body()).isGreaterThanOrEqualTo(least);
      }
    }
    return reads;
  }
}
