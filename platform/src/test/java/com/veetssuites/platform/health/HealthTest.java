package com.veetssuites.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.PostgresExtension;
import com.veetssuites.testing.RedisServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class HealthTest {

  private static final Duration LIMIT = Duration.ofMillis(2_300);
  private static final String OPERATIONS = "operations-token-0123456789-0123456789";
  private static final String LIVENESS = "/actuator/health/liveness";
  private static final String READINESS = "/actuator/health/readiness";

  @TempDir Path folder;

  @Test
  void a_sound_platform_says_so_to_everybody() {
    PlatformServer server = PlatformServer.shared();
    Answer answer = server.anonymous().get("/api/health/").expect(200);
    assertThat(answer.json().get("database").asBoolean()).isTrue();
    server.anonymous().get("/api/health").expect(200);
  }

  @Test
  void a_pool_without_a_free_connection_and_slow_queries_do_not_make_it_unhealthy()
      throws Exception {
    PlatformServer server = PlatformServer.shared();
    List<Connection> taken = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        Connection connection = server.bean(DataSource.class).getConnection();
        taken.add(connection);
        threads.submit(() -> connection.createStatement().execute("SELECT pg_sleep(3)"));
      }
      Timed timed = ask(server);
      assertThat(timed.answer().status()).isEqualTo(200);
      assertThat(timed.took()).isLessThan(LIMIT);
      server.anonymous().get(READINESS).expect(200);
      server.anonymous().get(LIVENESS).expect(200);
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  @Test
  void a_database_that_is_gone_or_hangs_is_told_in_time_and_a_database_that_is_back_too()
      throws Exception {
    int port;
    EmbeddedPostgres database = postgres(0);
    try (PlatformServer server =
        PlatformServer.start(
            database.getJdbcUrl("postgres", "postgres"),
            "spring.datasource.hikari.connection-timeout=1000",
            "veets.account.operations-token=" + OPERATIONS)) {
      port = database.getPort();
      PlatformServer.Account student = server.student();
      assertThat(ask(server).answer().status()).isEqualTo(200);

      signal("STOP"); // it accepts connections and never answers
      Thread.sleep(Probe.FRESH.plusMillis(50));
      Timed hanging = ask(server);
      assertThat(hanging.answer().status()).isEqualTo(503);
      assertThat(hanging.answer().json().get("database").asBoolean()).isFalse();
      assertThat(hanging.took()).isLessThan(LIMIT);
      assertThat(server.anonymous().get(READINESS).expect(503).body())
          .isEqualTo("{\"status\":\"DOWN\"}");
      server.anonymous().get(LIVENESS).expect(200);
      signal("CONT");
      assertThat(untilStatus(server, 200)).isLessThan(Duration.ofSeconds(10));
      server.anonymous().get(READINESS).expect(200);

      database.close();
      Thread.sleep(Probe.FRESH.plusMillis(50));
      Timed gone = ask(server);
      assertThat(gone.answer().status()).isEqualTo(503);
      assertThat(gone.answer().body())
          .isEqualTo("{\"database\":false,\"cache\":true,\"tasks\":false}");
      assertThat(gone.took()).isLessThan(LIMIT);
      server.anonymous().get(READINESS).expect(503);
      server.anonymous().get(LIVENESS).expect(200);
      Answer details = server.withToken(OPERATIONS).get("/actuator/health").expect(503);
      assertThat(details.json().at("/components/database/status").asString()).isEqualTo("DOWN");
      server.anonymous().get("/api/courses/").expect(503);
      server.anonymous().get("/api/courses/1/").expect(503);
      student.client().get("/api/users/enrollments/").expect(503);

      database = postgres(port);
      assertThat(untilStatus(server, 200)).isLessThan(Duration.ofSeconds(10));
      server.anonymous().get(READINESS).expect(200);
      assertThatTheActuatorAgrees(server);
    } finally {
      database.close();
    }
  }

  @Test
  void a_redis_that_is_gone_or_hangs_is_told_and_takes_no_server_out_and_so_is_one_that_is_back()
      throws Exception {
    try (RedisServer redis = RedisServer.start();
        PlatformServer server =
            PlatformServer.start(
                PostgresExtension.createDatabase(),
                "veets.cache.redis.enabled=true",
                "veets.cache.redis.url=" + redis.url(),
                "veets.account.operations-token=" + OPERATIONS)) {
      assertThat(untilStatus(server, 200)).isLessThan(Duration.ofSeconds(10));

      redis.kill();
      assertThat(untilStatus(server, 503)).isLessThan(Duration.ofSeconds(5));
      assertThat(ask(server).answer().body())
          .isEqualTo("{\"database\":true,\"cache\":false,\"tasks\":true}");
      assertThatTheActuatorAgrees(server);
      server.anonymous().get(READINESS).expect(200);
      server.anonymous().get(LIVENESS).expect(200);
      server.anonymous().get("/api/courses/").expect(200);
      redis.startAgain();
      assertThat(untilStatus(server, 200)).isLessThan(Duration.ofSeconds(10));

      redis.pause(); // it accepts connections and never answers
      assertThat(untilStatus(server, 503)).isLessThan(Duration.ofSeconds(5));
      assertThat(ask(server).took()).isLessThan(LIMIT);
      server.anonymous().get(READINESS).expect(200);
      redis.resume();
      assertThat(untilStatus(server, 200)).isLessThan(Duration.ofSeconds(10));
      assertThatTheActuatorAgrees(server);
    }
  }

  @Test
  void probes_are_for_everybody_and_tell_a_status_alone() {
    PlatformServer server = PlatformServer.shared();
    for (String probe : List.of(LIVENESS, READINESS)) {
      assertThat(server.anonymous().get(probe).expect(200).body()).isEqualTo("{\"status\":\"UP\"}");
      server.anonymous().send("HEAD", probe, null).expect(200);
      server.anonymous().post(probe, null).expect(401);
    }
    server.anonymous().get("/actuator/health").expect(401);
    server.anonymous().get("/actuator/health/database").expect(401);
    server.anonymous().get(READINESS + "/database").expect(401);
    server.student().client().get("/actuator/health").expect(403);
    assertThat(server.admin().client().get(READINESS).expect(200).body())
        .isEqualTo("{\"status\":\"UP\"}");
  }

  private static void assertThatTheActuatorAgrees(PlatformServer server) {
    Answer told = ask(server).answer();
    Answer actuator = server.withToken(OPERATIONS).get("/actuator/health").expect(told.status());
    told.json()
        .properties()
        .forEach(part ->
            assertThat(actuator.json().at("/components/" + part.getKey() + "/status").asString())
                .as(part.getKey())
                .isEqualTo(part.getValue().asBoolean() ? "UP" : "DOWN"));
  }

  @Test
  void many_who_ask_at_once_cost_one_look_and_a_component_that_hangs_is_not_asked_twice()
      throws Exception {
    var asked = new AtomicInteger();
    var release = new CountDownLatch(1);
    var probe =
        new Probe(
            new HealthComponent() {
              @Override
              public String name() {
                return "slow";
              }

              @Override
              public boolean works() throws Exception {
                asked.incrementAndGet();
                release.await();
                return true;
              }
            },
            System::nanoTime);
    var first = probe.ask();
    assertThat(probe.ask()).isSameAs(first);
    assertThat(Probe.await(first, System.nanoTime() + 20_000_000)).isFalse();
    release.countDown();
    assertThat(Probe.await(probe.ask(), System.nanoTime() + 5_000_000_000L)).isTrue();
    assertThat(asked).hasValue(1);
  }

  @Test
  void a_component_that_throws_does_not_work() {
    var probe =
        new Probe(
            new HealthComponent() {
              @Override
              public String name() {
                return "broken";
              }

              @Override
              public boolean works() {
                throw new IllegalStateException("broken");
              }
            },
            System::nanoTime);
    assertThat(Probe.await(probe.ask(), System.nanoTime() + 5_000_000_000L)).isFalse();
  }

  private EmbeddedPostgres postgres(int port) throws Exception {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false);
    if (port != 0) {
      builder.setPort(port);
    }
    return builder.start();
  }

  /** Signals the postmaster and all its children. */
  private void signal(String signal) throws Exception {
    long postmaster =
        Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal, "" + postmaster));
    ProcessHandle.of(postmaster)
        .orElseThrow()
        .descendants()
        .forEach(p -> command.add("" + p.pid()));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private record Timed(Answer answer, Duration took) {}

  private static Timed ask(PlatformServer server) {
    long start = System.nanoTime();
    Answer answer = server.anonymous().get("/api/health/");
    return new Timed(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  private static Duration untilStatus(PlatformServer server, int status) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      if (ask(server).answer().status() == status) {
        break;
      }
      Thread.sleep(100);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
