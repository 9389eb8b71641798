package com.veetssuites.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Answer;
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
import org.junit.jupiter.api.io.TempDir;

class HealthTest {

  private static final Duration LIMIT = Duration.ofMillis(2_300);

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
            "spring.datasource.hikari.connection-timeout=1000")) {
      port = database.getPort();
      PlatformServer.Account student = server.student();
      assertThat(ask(server).answer().status()).isEqualTo(200);

      signal("STOP"); // it accepts connections and never answers
      Thread.sleep(Probe.FRESH.plusMillis(50));
      Timed hanging = ask(server);
      assertThat(hanging.answer().status()).isEqualTo(503);
      assertThat(hanging.answer().json().get("database").asBoolean()).isFalse();
      assertThat(hanging.took()).isLessThan(LIMIT);
      signal("CONT");
      assertThat(untilStatus(server, 200)).isLessThan(Duration.ofSeconds(10));

      database.close();
      Thread.sleep(Probe.FRESH.plusMillis(50));
      Timed gone = ask(server);
      assertThat(gone.answer().status()).isEqualTo(503);
      assertThat(gone.answer().body())
          .isEqualTo("{\"database\":false,\"cache\":true,\"tasks\":false}");
      assertThat(gone.took()).isLessThan(LIMIT);
      server.anonymous().get("/api/courses/").expect(503);
      server.anonymous().get("/api/courses/1/").expect(503);
      student.client().get("/api/users/enrollments/").expect(503);

      database = postgres(port);
      assertThat(untilStatus(server, 200)).isLessThan(Duration.ofSeconds(10));
    } finally {
      database.close();
    }
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
