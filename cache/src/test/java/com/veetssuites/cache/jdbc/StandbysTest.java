package com.veetssuites.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.Cached;
import com.veetssuites.cache.Cached.Origin;
import com.veetssuites.cache.LocalInvalidationLog;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.testing.ReplicatedPostgres;
import com.veetssuites.testing.ReplicatedPostgres.Standby;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The cache over reads from a real standby. The invariant: what a standby has not replayed yet may
 * be missing from a value that is served once, and never from a hit.
 */
class StandbysTest {

  private static final String SEVEN = "SELECT title FROM courses WHERE id = 7";
  private static final String EIGHT = "SELECT title FROM courses WHERE id = 8";
  private static final ThreadLocal<Boolean> ON_STANDBY = ThreadLocal.withInitial(() -> false);
  private static final ConditionFactory SOON =
      Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(2));

  private static ReplicatedPostgres servers;
  private static Standby standby;
  private static String name;

  private DatabaseCache database;
  private TieredCaches caches;
  private TieredCache<String, String> values;
  private JdbcClient jdbc;
  private TransactionTemplate transaction;

  /** Connections to the standby for who says so, to the primary for all others. */
  private static final class Switch extends AbstractDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      return DriverManager.getConnection(ON_STANDBY.get() ? standby.url(name) : servers.url(name));
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
      return getConnection();
    }
  }

  @BeforeAll
  static void serve() {
    servers = ReplicatedPostgres.start(1);
    standby = servers.standby(0);
    name = servers.createDatabase();
    var primary = new PGSimpleDataSource();
    primary.setUrl(servers.url(name));
    School.run(primary, School.SCHEMA + Outbox.ddl() + School.ROWS);
  }

  @AfterAll
  static void end() {
    servers.close();
  }

  @BeforeEach
  void start() throws SQLException {
    standby.awaitReplay();
    database = new DatabaseCache(OutboxMode.REQUIRED);
    DataSource source = database.watch(new Switch());
    caches =
        TieredCaches.builder()
            .log(new LocalInvalidationLog())
            .transactions(database.transactions())
            .maxStaleness(Duration.ofMillis(400))
            .build();
    database.start(caches, () -> DriverManager.getConnection(servers.url(name)));
    SOON.until(database::following);
    values = caches.region(CacheSpec.<String, String>of("values", String.class).build());
    jdbc = JdbcClient.create(source);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
  }

  @AfterEach
  void stop() {
    standby.resumeReplay();
    caches.close();
    database.close();
  }

  private String title(String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }

  private void rename(String title) {
    jdbc.sql("UPDATE courses SET title = ? WHERE id = 7").param(title).update();
  }

  private static <T> T onStandby(Supplier<T> work) {
    ON_STANDBY.set(true);
    try {
      return work.get();
    } finally {
      ON_STANDBY.set(false);
    }
  }

  private Cached<String> find(String key, String sql) {
    return values.findOrLoad(key, missing -> title(sql));
  }

  private void assertStoredSoon(String key, String sql, String title) {
    SOON.untilAsserted(() -> {
      assertThat(onStandby(() -> find(key, sql)).value()).isEqualTo(title);
      assertThat(values.get(key)).isEqualTo(title);
    });
  }

  @Test
  void what_a_standby_has_replayed_is_stored_and_what_it_has_not_is_served_once() {
    rename("before");
    standby.awaitReplay();
    assertStoredSoon("seven", SEVEN, "before");
    standby.pauseReplay();

    rename("after");

    for (int i = 0; i < 200; i++) {
      Cached<String> found = onStandby(() -> find("seven", SEVEN));
      assertThat(found.value()).isEqualTo("before");
      assertThat(found.origin()).isEqualTo(Origin.LOADED);
      assertThat(values.get("seven")).isNull();
    }
    assertThat(find("seven", SEVEN).value()).as("from the primary").isEqualTo("after");
    assertThat(values.get("seven")).isEqualTo("after");
    values.invalidate("seven");

    standby.resumeReplay();
    standby.awaitReplay();
    assertStoredSoon("seven", SEVEN, "after");
  }

  @Test
  void a_standby_that_is_behind_fills_the_cache_with_what_is_not_concerned() {
    rename("before");
    standby.awaitReplay();
    assertStoredSoon("seven", SEVEN, "before");
    standby.pauseReplay();
    rename("after");

    assertStoredSoon("eight", EIGHT, "course 8");
    Cached<String> again = onStandby(() -> find("eight", EIGHT));
    assertThat(again.origin()).isEqualTo(Origin.LOCAL);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        TransactionDefinition.ISOLATION_READ_COMMITTED,
        TransactionDefinition.ISOLATION_REPEATABLE_READ
      })
  void a_transaction_on_a_standby_stores_what_had_been_replayed_when_it_began(int isolation) {
    transaction.setReadOnly(true);
    transaction.setIsolationLevel(isolation);
    rename("before");
    standby.awaitReplay();
    SOON.untilAsserted(() -> {
      onStandby(() -> {
        transaction.executeWithoutResult(status -> {
          title(EIGHT);
          find("seven", SEVEN);
        });
        return "read";
      });
      assertThat(values.get("seven")).isEqualTo("before");
    });
    standby.pauseReplay();
    rename("after");

    for (int i = 0; i < 50; i++) {
      onStandby(() -> {
        transaction.executeWithoutResult(status -> {
          title(EIGHT);
          assertThat(find("seven", SEVEN).value()).isEqualTo("before");
        });
        return "read";
      });
      assertThat(values.get("seven")).isNull();
    }

    onStandby(() -> {
      transaction.executeWithoutResult(status -> {
        title(EIGHT);
        standby.resumeReplay();
        standby.awaitReplay();
        String late = find("seven", SEVEN).value();
        if (isolation == TransactionDefinition.ISOLATION_REPEATABLE_READ) {
          assertThat(late).isEqualTo("before");
        }
        assertThat(values.get("seven")).isNull();
      });
      return "read";
    });
  }

  @Test
  void who_reads_on_the_primary_does_not_share_a_load_from_a_standby_that_is_behind()
      throws Exception {
    rename("before");
    standby.awaitReplay();
    assertStoredSoon("seven", SEVEN, "before");
    standby.pauseReplay();
    rename("after");
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch on = new CountDownLatch(1);

    CompletableFuture<String> stranger =
        CompletableFuture.supplyAsync(() ->
            onStandby(() ->
                values.getOrLoad(
                    "seven",
                    key -> {
                      String title = title(SEVEN);
                      read.countDown();
                      on.await();
                      return title;
                    })));
    read.await();
    CompletableFuture<String> writer =
        CompletableFuture.supplyAsync(() -> find("seven", SEVEN).value());
    on.countDown();

    assertThat(stranger.get()).isEqualTo("before");
    assertThat(writer.get()).isEqualTo("after");
  }

  @Test
  void a_hit_is_what_was_committed_last_whatever_the_standby_was_up_to() {
    for (long seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      rename("0");
      String committed = "0";
      int hits = 0;
      boolean paused = false;
      for (int step = 0; step < 400; step++) {
        switch (random.nextInt(12)) {
          case 0 -> {
            committed = String.valueOf(step);
            rename(committed);
          }
          case 1 -> {
            if (!paused) {
              standby.pauseReplay();
              paused = true;
            }
          }
          case 2, 3 -> {
            standby.resumeReplay();
            paused = false;
          }
          default -> {
            Cached<String> found =
                random.nextInt(4) == 0
                    ? find("seven", SEVEN)
                    : onStandby(() -> find("seven", SEVEN));
            if (found.origin() != Origin.LOADED) {
              hits++;
              assertThat(found.value()).as("seed %d, step %d", seed, step).isEqualTo(committed);
            }
          }
        }
      }
      assertThat(hits).isPositive();
      standby.resumeReplay();
      standby.awaitReplay();
    }
  }
}
