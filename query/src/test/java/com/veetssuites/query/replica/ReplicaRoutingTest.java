package com.veetssuites.query.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStore;
import com.veetssuites.query.replica.ReplicaStatus.State;
import com.veetssuites.testing.ReplicatedPostgres;
import com.veetssuites.testing.ReplicatedPostgres.Standby;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invariants: who has written reads it, whatever the replicas are up to; a replica that is dead,
 * late or promoted gets no reads within a bounded time, and does again when it is well; everything
 * that is not declared to read only goes to the primary.
 */
class ReplicaRoutingTest {

  private static ReplicatedPostgres servers;
  private static ConfigurableApplicationContext context;
  private static JdbcClient database;
  private static Replicas replicas;
  private static String name;

  private static final ConditionFactory WITHIN =
      Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5));

  @EnableAutoConfiguration
  static class Application {}

  @BeforeAll
  static void start() {
    servers = ReplicatedPostgres.start(2);
    name = servers.createDatabase();
    context =
        new SpringApplication(Application.class)
            .run(
                "--server.port=0",
                "--spring.main.web-application-type=none",
                "--spring.datasource.url=" + servers.url(name),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres",
                "--veets.query.replicas.urls=" + bare(0) + "," + bare(1),
                "--veets.query.replicas.interval=50ms",
                "--veets.query.replicas.max-lag=2s",
                "--veets.query.replicas.maximum-pool-size=4");
    database = context.getBean(JdbcClient.class);
    replicas = context.getBean(Replicas.class);
    database.sql("CREATE TABLE notes (id int PRIMARY KEY, text text)").update();
    database.sql("INSERT INTO notes VALUES (1, 'first')").update();
  }

  private static String bare(int standby) {
    return "jdbc:postgresql://127.0.0.1:" + servers.standby(standby).port() + "/" + name;
  }

  @AfterAll
  static void stop() {
    context.close();
    servers.close();
  }

  @BeforeEach
  void well() {
    servers.standby(0).awaitReplay();
    servers.standby(1).awaitReplay();
    WITHIN.untilAsserted(
        () -> assertThat(replicas.status()).hasSize(2).allMatch(ReplicaRoutingTest::up));
    WITHIN.until(() -> asStranger(ReplicaRoutingTest::readOnReplica));
  }

  private static boolean up(ReplicaStatus status) {
    return status.state() == State.UP;
  }

  private static TransactionTemplate transaction(boolean readOnly) {
    TransactionTemplate template =
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    template.setReadOnly(readOnly);
    return template;
  }

  private static String read() {
    return transaction(true)
        .execute(status ->
            database.sql("SELECT text FROM notes WHERE id = 1").query(String.class).single());
  }

  private static boolean onReplica() {
    return database.sql("SELECT pg_is_in_recovery()").query(Boolean.class).single();
  }

  private static boolean readOnReplica() {
    return Boolean.TRUE.equals(transaction(true).execute(status -> onReplica()));
  }

  private static void write(String text) {
    transaction(false)
        .executeWithoutResult(
            status -> database.sql("UPDATE notes SET text = ? WHERE id = 1").param(text).update());
  }

  /** Somebody's request, with nothing that it would carry. */
  private static <T> T asStranger(java.util.function.Supplier<T> work) {
    return as(replicas.client(null), work);
  }

  private static <T> T as(ClientPosition client, java.util.function.Supplier<T> work) {
    return ScopedValue.where(ClientPosition.REQUEST, client).call(work::get);
  }

  @Test
  void what_is_declared_to_read_only_goes_to_the_replicas_in_turn_and_all_else_to_the_primary() {
    asStranger(() -> {
      long[] before = replicas.status().stream().mapToLong(ReplicaStatus::served).toArray();
      for (int i = 0; i < 10; i++) {
        assertThat(readOnReplica()).isTrue();
      }
      assertThat(replicas.status().get(0).served()).isEqualTo(before[0] + 5);
      assertThat(replicas.status().get(1).served()).isEqualTo(before[1] + 5);
      assertThat(onReplica()).as("outside of any transaction").isFalse();
      assertThat((Boolean) transaction(false).execute(status -> onReplica())).isFalse();
      TransactionTemplate without = transaction(true);
      without.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
      assertThat((Boolean) without.execute(status -> onReplica()))
          .as("declared, without a transaction")
          .isTrue();
      transaction(false)
          .executeWithoutResult(status -> {
            assertThat((Boolean) without.execute(inner -> onReplica()))
                .as("within one that writes")
                .isFalse();
          });
      return null;
    });
  }

  @Test
  void a_transaction_that_runs_no_statement_takes_no_connection() {
    long before = replicas.readsOnReplicas() + replicas.readsOnPrimary();

    transaction(true).executeWithoutResult(status -> {});

    assertThat(replicas.readsOnReplicas() + replicas.readsOnPrimary()).isEqualTo(before);
  }

  @Test
  void statements_on_replicas_are_counted_too() {
    asStranger(() -> {
      transaction(true)
          .execute(status -> database.sql("SELECT 41 + id FROM notes").query().listOfRows());
      return null;
    });

    assertThat(context.getBean(StatementStore.class).snapshot())
        .extracting(StatementSnapshot::sql)
        .anyMatch(sql -> sql.contains("+ id FROM notes"));
  }

  @Test
  void who_has_written_reads_it_while_others_read_what_is_replayed() {
    Standby one = servers.standby(0);
    Standby other = servers.standby(1);
    write("before");
    one.pauseReplay();
    other.pauseReplay();
    try {
      asStranger(() -> {
        write("after");
        assertThat(read()).isEqualTo("after");
        assertThat(readOnReplica()).isFalse();
        return null;
      });
      assertThat(asStranger(ReplicaRoutingTest::read)).isEqualTo("before");

      ClientPosition writer = replicas.client(null);
      as(
          writer,
          () -> {
            database.sql("UPDATE notes SET text = 'by itself' WHERE id = 1").update();
            assertThat(read()).isEqualTo("by itself");
            return null;
          });
      ClientPosition later = replicas.client(DatabasePosition.parse(writer.told() + ""));
      assertThat(as(later, ReplicaRoutingTest::read)).isEqualTo("by itself");

      one.resumeReplay();
      other.resumeReplay();
      WITHIN.until(() -> as(later, ReplicaRoutingTest::readOnReplica));
      assertThat(as(later, ReplicaRoutingTest::read)).isEqualTo("by itself");
    } finally {
      one.resumeReplay();
      other.resumeReplay();
    }
  }

  @Test
  void who_has_written_never_reads_less_than_that_however_often_it_is_tried() {
    for (int i = 0; i < 300; i++) {
      String text = "edition " + i;
      ClientPosition client = replicas.client(null);
      as(
          client,
          () -> {
            write(text);
            assertThat(read()).isEqualTo(text);
            return null;
          });
      ClientPosition next = replicas.client(DatabasePosition.parse(client.told() + ""));
      assertThat(as(next, ReplicaRoutingTest::read)).isEqualTo(text);
    }
  }

  @Test
  void a_rollback_writes_nothing_and_a_read_tells_nothing() {
    ClientPosition client = replicas.client(null);
    as(
        client,
        () -> {
          transaction(false)
              .executeWithoutResult(status -> {
                database.sql("UPDATE notes SET text = 'never' WHERE id = 1").update();
                status.setRollbackOnly();
              });
          assertThat(client.told()).isNull();
          assertThat(readOnReplica()).isTrue();
          onReplica();
          assertThat(client.told()).isNull();
          return null;
        });
  }

  @Test
  void a_replica_that_is_too_late_gets_no_reads_until_it_is_not() {
    Standby late = servers.standby(0);
    late.pauseReplay();
    try {
      asStranger(() -> {
        write("something");
        return null;
      });
      WITHIN.untilAsserted(
          () -> assertThat(replicas.status().get(0).state()).isEqualTo(State.LAGGING));
      assertThat(replicas.status().get(0).problem()).contains("max-lag");
      long served = replicas.status().get(0).served();
      for (int i = 0; i < 10; i++) {
        assertThat(asStranger(ReplicaRoutingTest::read)).isEqualTo("something");
      }
      assertThat(replicas.status().get(0).served()).isEqualTo(served);
    } finally {
      late.resumeReplay();
    }
    WITHIN.until(() -> up(replicas.status().get(0)));
  }

  @Test
  void a_replica_that_hangs_is_left_out_and_comes_back() {
    Standby frozen = servers.standby(0);
    frozen.freeze();
    try {
      WITHIN.untilAsserted(
          () -> assertThat(replicas.status().get(0).state()).isEqualTo(State.DOWN));
      for (int i = 0; i < 10; i++) {
        assertThat(asStranger(ReplicaRoutingTest::readOnReplica)).isTrue();
      }
    } finally {
      frozen.thaw();
    }
    WITHIN.until(() -> up(replicas.status().get(0)));
  }

  @Test
  void when_all_are_killed_reads_go_to_the_primary_and_back_when_they_are_there_again() {
    long onPrimary = replicas.readsOnPrimary();
    servers.standby(0).kill();
    servers.standby(1).kill();
    AtomicInteger failed = new AtomicInteger();
    WITHIN.until(() -> {
      try {
        return asStranger(ReplicaRoutingTest::readOnReplica).equals(false);
      } catch (RuntimeException e) {
        failed.incrementAndGet(); // on a connection that was open when its server died
        return false;
      }
    });
    assertThat(failed.get()).isLessThanOrEqualTo(8);
    assertThat(replicas.readsOnPrimary()).isGreaterThan(onPrimary);
    for (int i = 0; i < 20; i++) {
      assertThat(asStranger(ReplicaRoutingTest::readOnReplica)).isFalse();
    }

    servers.standby(0).startAgain();
    servers.standby(1).startAgain();

    WITHIN.untilAsserted(() -> assertThat(replicas.status()).allMatch(ReplicaRoutingTest::up));
    assertThat(asStranger(ReplicaRoutingTest::readOnReplica)).isTrue();
  }

  @Test
  void a_write_in_a_transaction_that_only_reads_fails_and_says_so() {
    assertThatThrownBy(() ->
            asStranger(() ->
                transaction(true)
                    .execute(status ->
                        database.sql("UPDATE notes SET text = 'x' WHERE id = 1").update())))
        .hasStackTraceContaining("read-only transaction");
  }

  @Test
  void the_position_goes_out_with_the_answer_to_a_write_and_comes_back_with_the_next_request()
      throws Exception {
    ReadYourWritesFilter filter = new ReadYourWritesFilter(replicas);
    servers.standby(0).pauseReplay();
    servers.standby(1).pauseReplay();
    try {
      MockHttpServletResponse written = request(filter, null, null, () -> write("by a request"));
      String position = written.getHeader(ReadYourWritesFilter.HEADER);
      assertThat(DatabasePosition.parse(position)).isNotNull();
      String cookie = written.getHeader("Set-Cookie");
      assertThat(cookie).contains("database-position=" + position, "HttpOnly", "Max-Age=7");

      AtomicInteger right = new AtomicInteger();
      Runnable reader = () -> right.addAndGet(read().equals("by a request") ? 1 : 0);
      MockHttpServletResponse read = request(filter, position, null, reader);
      request(filter, null, "a=b; database-position=" + position + "; c=d", reader);
      assertThat(right).hasValue(2);
      assertThat(read.getHeader(ReadYourWritesFilter.HEADER)).isNull();
    } finally {
      servers.standby(0).resumeReplay();
      servers.standby(1).resumeReplay();
    }
  }

  @Test
  void a_position_that_somebody_made_up_leads_to_the_primary_at_most() throws Exception {
    ReadYourWritesFilter filter = new ReadYourWritesFilter(replicas);
    for (String hostile :
        List.of("7fffffffffffffff.99999999999", "7ffffffffffffffe.0", "0fffffffffffffff.1")) {
      AtomicInteger onPrimary = new AtomicInteger();
      request(filter, hostile, null, () -> onPrimary.addAndGet(readOnReplica() ? 0 : 1));
      assertThat(onPrimary).as(hostile).hasValue(1);
    }
    for (String nonsense : List.of("", "x".repeat(100_000), "ffffffffffffffff.1", "0/0", "%00")) {
      AtomicInteger answered = new AtomicInteger();
      request(filter, nonsense, null, () -> answered.addAndGet(read().isEmpty() ? 0 : 1));
      request(
          filter,
          null,
          "database-position=" + nonsense,
          () -> answered.addAndGet(read().isEmpty() ? 0 : 1));
      assertThat(answered).hasValue(2);
    }
  }

  private static MockHttpServletResponse request(
      ReadYourWritesFilter filter, @Nullable String header, @Nullable String cookie, Runnable work)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest();
    if (header != null) {
      request.addHeader(ReadYourWritesFilter.HEADER, header);
    }
    if (cookie != null) {
      request.addHeader("Cookie", cookie);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(
        request,
        response,
        new MockFilterChain() {
          @Override
          public void doFilter(
              jakarta.servlet.ServletRequest in, jakarta.servlet.ServletResponse out) {
            work.run();
          }
        });
    return response;
  }

  @Test
  void the_meters_tell_what_the_status_tells() {
    MeterRegistry registry = new SimpleMeterRegistry();
    new ReplicaMeters(replicas).bindTo(registry);

    assertThat(registry.get("query.replica.up").gauges()).allMatch(gauge -> gauge.value() == 1);
    assertThat(registry.get("query.replica.lag").gauges()).allMatch(gauge -> gauge.value() < 2);
    assertThat(registry.get("query.replica.routed").tag("target", "replica").functionCounter())
        .satisfies(counter -> assertThat(counter.count()).isPositive());
  }

  @Test
  void the_data_source_is_still_the_pool_for_who_asks_for_it() throws Exception {
    DataSource source = context.getBean(DataSource.class);
    assertThat(source.unwrap(com.zaxxer.hikari.HikariDataSource.class).getJdbcUrl())
        .isEqualTo(servers.url(name));
  }
}
