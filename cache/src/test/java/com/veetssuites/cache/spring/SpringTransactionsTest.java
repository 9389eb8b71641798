package com.veetssuites.cache.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.autoconfigure.CacheAnnotationsAutoConfiguration;
import com.veetssuites.cache.autoconfigure.CacheAutoConfiguration;
import com.veetssuites.cache.autoconfigure.SpringCacheAutoConfiguration;
import com.veetssuites.cache.autoconfigure.TransactionsAutoConfiguration;
import com.veetssuites.testing.PostgresExtension;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Cache annotations within transactions of a real database, without a bridge to it. */
@ExtendWith(PostgresExtension.class)
class SpringTransactionsTest {

  private final ApplicationContextRunner runner;
  private final DataSource database;

  SpringTransactionsTest(DataSource database) {
    this.database = database;
    this.runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    CacheAutoConfiguration.class,
                    SpringCacheAutoConfiguration.class,
                    CacheAnnotationsAutoConfiguration.class,
                    TransactionsAutoConfiguration.class))
            .withBean(DataSource.class, () -> database)
            .withBean(Prices.class);
  }

  private record Scene(
      Prices prices, TransactionTemplate transaction, JdbcClient sql, TieredCaches caches) {

    void commit(Runnable body) {
      transaction.executeWithoutResult(status -> body.run());
    }

    void rollBack(Runnable body) {
      transaction.executeWithoutResult(status -> {
        body.run();
        status.setRollbackOnly();
      });
    }

    /** As another server would: nothing here knows. */
    void price(long price) {
      sql.sql("UPDATE price SET amount = ?").param(price).update();
    }
  }

  private interface Play {
    void on(Scene scene) throws Exception;
  }

  private void run(Play play) {
    JdbcClient sql = JdbcClient.create(database);
    sql.sql("CREATE TABLE IF NOT EXISTS price (amount BIGINT)").update();
    sql.sql("DELETE FROM price").update();
    sql.sql("INSERT INTO price VALUES (1)").update();
    runner.run(context -> {
      var manager = new JdbcTransactionManager(database);
      manager.addListener(context.getBean(SpringTransactions.class));
      play.on(
          new Scene(
              context.getBean(Prices.class),
              template(manager),
              sql,
              context.getBean(TieredCaches.class)));
    });
  }

  private static TransactionTemplate template(PlatformTransactionManager manager) {
    var template = new TransactionTemplate(manager);
    template.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return template;
  }

  @Test
  void an_eviction_waits_for_the_commit_and_a_rollback_forgets_it() {
    run(scene -> {
      scene.prices().amount("a");
      scene.price(2);

      scene.rollBack(() -> scene.prices().evict("a"));
      assertThat(scene.prices().amount("a")).isEqualTo(1);

      scene.commit(() -> {
        scene.prices().evict("a");
        outside(() -> assertThat(scene.prices().amount("a")).isEqualTo(1));
      });
      assertThat(scene.prices().amount("a")).isEqualTo(2);
    });
  }

  @Test
  void a_transaction_that_has_invalidated_neither_reads_nor_fills() {
    run(scene -> {
      assertThat(scene.prices().amount("a")).isEqualTo(1);
      scene.rollBack(() -> {
        scene.price(5);
        scene.prices().evict("a");
        scene.sql().sql("UPDATE price SET amount = 9").update();
        assertThat(scene.prices().amount("a")).isEqualTo(9);
        assertThat(scene.prices().amount("other")).isEqualTo(9);
      });
      assertThat(scene.prices().amount("other")).isEqualTo(1);
      assertThat(scene.prices().amount("a")).isEqualTo(1);
    });
  }

  /** Spring's own TransactionAware caches store with the commit, over what evicted meanwhile. */
  @Test
  void an_old_reader_does_not_overwrite_a_newer_eviction() {
    run(scene -> {
      scene.commit(() -> {
        // The snapshot is taken here, before anybody asks the cache.
        assertThat(scene.sql().sql("SELECT amount FROM price").query(Long.class).single())
            .isEqualTo(1);
        outside(() -> {
          scene.price(2);
          scene.prices().evict("a");
        });
        assertThat(scene.prices().amount("a")).isEqualTo(1);
      });
      assertThat(scene.prices().amount("a")).isEqualTo(2);
    });
  }

  @Test
  void a_put_in_a_transaction_is_an_eviction_at_its_commit() {
    run(scene -> {
      assertThat(scene.prices().amount("a")).isEqualTo(1);
      scene.rollBack(() -> scene.prices().change("a", 3));
      assertThat(scene.prices().amount("a")).isEqualTo(1);
      scene.commit(() -> scene.prices().change("a", 4));
      scene.price(5);
      assertThat(scene.prices().amount("a")).isEqualTo(5);
    });
  }

  @Test
  void a_transaction_inside_another_has_invalidations_of_its_own() {
    run(scene -> {
      scene.prices().amount("a");
      scene.price(2);
      var inner =
          new TransactionTemplate(
              Objects.requireNonNull(scene.transaction().getTransactionManager()));
      inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      scene.rollBack(() -> {
        inner.executeWithoutResult(status -> scene.prices().evict("a"));
        outside(() -> assertThat(scene.prices().amount("a")).isEqualTo(2));
        scene.caches().invalidate(CacheKey.of("amounts"));
      });
      assertThat(scene.prices().amount("a")).isEqualTo(2);
    });
  }

  private static void outside(Runnable body) {
    try {
      var thread = Thread.ofVirtual().unstarted(body);
      var failure = new AtomicReference<Throwable>();
      thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
      thread.start();
      thread.join();
      assertThat(failure.get()).isNull();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static class Prices {
    private final JdbcClient sql;

    Prices(DataSource database) {
      this.sql = JdbcClient.create(database);
    }

    @Cacheable("amounts")
    public long amount(String of) {
      return sql.sql("SELECT amount FROM price").query(Long.class).single();
    }

    @CachePut(cacheNames = "amounts", key = "#of")
    public long change(String of, long amount) {
      sql.sql("UPDATE price SET amount = ?").param(amount).update();
      return amount;
    }

    @CacheEvict("amounts")
    public void evict(String of) {}
  }
}
