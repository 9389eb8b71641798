package com.veetssuites.task;

import static com.veetssuites.task.TestTasks.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.PostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The invariant: a task exists if and only if the transaction that enqueued it has committed.
 *
 * <p>Each case writes a row of its number and enqueues a task of the same number in one
 * transaction, which then ends in one of many ways; in the end there are as many tasks of a number
 * as rows of it. {@code -Dveets.seed} replays the cases of a run.
 */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class TransactionsTest {

  record Ship(int number) {}

  private static final int CASES = 1_000;
  private static final long SEED =
      Long.getLong("veets.seed", ThreadLocalRandom.current().nextLong(1 << 30));

  private enum Ending {
    COMMIT,
    SEVERAL_COMMIT,
    NO_TRANSACTION,
    ROLLBACK,
    EXCEPTION,
    ERROR_OF_THE_DATABASE,
    INNER_COMMITS_OUTER_ROLLS_BACK,
    INNER_ROLLS_BACK_OUTER_COMMITS,
    SAVEPOINT_IS_ROLLED_BACK,
    KEY_ROLLED_BACK_THEN_COMMITTED,
    CONNECTION_KILLED_BEFORE,
    CONNECTION_KILLED_BETWEEN,
    CONNECTION_KILLED_AT_COMMIT
  }

  @SuppressWarnings("NullAway.Init")
  private TestTasks test;

  @SuppressWarnings("NullAway.Init")
  private JdbcTemplate jdbc;

  @SuppressWarnings("NullAway.Init")
  private JdbcTemplate killer;

  @SuppressWarnings("NullAway.Init")
  private TransactionTemplate transaction;

  @SuppressWarnings("NullAway.Init")
  private TransactionTemplate anew;

  @SuppressWarnings("NullAway.Init")
  private TransactionTemplate nested;

  @BeforeEach
  void begin(DataSource database) throws SQLException {
    test = new TestTasks(database, type(Ship.class, (payload, context) -> null));
    jdbc = new JdbcTemplate(test.source);
    killer = new JdbcTemplate(database);
    jdbc.execute("CREATE TABLE orders (number integer NOT NULL)");
    var transactions = new DataSourceTransactionManager(test.source);
    transaction = new TransactionTemplate(transactions);
    anew = new TransactionTemplate(transactions);
    anew.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    nested = new TransactionTemplate(transactions);
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  @AfterEach
  void end() {
    test.close();
  }

  private static final class Thrown extends RuntimeException {}

  @Test
  void a_task_exists_if_and_only_if_its_transaction_has_committed() {
    System.out.printf("TransactionsTest: -Dveets.seed=%d%n", SEED);
    var random = new Random(SEED);
    Map<Ending, AtomicInteger> committed = new EnumMap<>(Ending.class);
    for (int number = 0; number < CASES; number++) {
      Ending ending = Ending.values()[random.nextInt(Ending.values().length)];
      try {
        end(number, ending, random);
        committed.computeIfAbsent(ending, each -> new AtomicInteger()).incrementAndGet();
      } catch (Thrown | DataAccessException | TransactionException | TasksUnavailable e) {
        // Whether it has committed is what the row tells.
      }
    }
    List<@Nullable Integer> rows =
        killer.queryForList("SELECT number FROM orders ORDER BY 1", Integer.class);
    List<@Nullable Integer> tasks =
        killer.queryForList(
            "SELECT (payload::json ->> 'number')::integer AS number FROM tasks ORDER BY 1",
            Integer.class);
    assertThat(tasks).as("seed %d", SEED).isEqualTo(rows);
    assertThat(rows.stream().distinct().count()).isBetween(CASES / 5L, (long) CASES);
    System.out.println("TransactionsTest: without an error ended " + committed);
    assertThat(committed).containsKey(Ending.COMMIT).doesNotContainKey(Ending.EXCEPTION);
  }

  private void write(int number) {
    jdbc.update("INSERT INTO orders (number) VALUES (?)", number);
    test.tasks.enqueue(new Ship(number));
  }

  private void end(int number, Ending ending, Random random) {
    switch (ending) {
      case COMMIT -> transaction.executeWithoutResult(status -> write(number));
      case SEVERAL_COMMIT ->
          transaction.executeWithoutResult(status -> {
            int several =
                random.nextInt(10) == 0 ? random.nextInt(1_900, 2_300) : random.nextInt(1, 50);
            jdbc.update("INSERT INTO orders SELECT ? FROM generate_series(1, ?)", number, several);
            test.tasks.enqueueAll(
                IntStream.range(0, several).mapToObj(i -> new Ship(number)).toList());
          });
      case NO_TRANSACTION -> {
        test.tasks.enqueue(new Ship(number));
        killer.update("INSERT INTO orders (number) VALUES (?)", number);
      }
      case ROLLBACK ->
          transaction.executeWithoutResult(status -> {
            write(number);
            status.setRollbackOnly();
          });
      case EXCEPTION ->
          transaction.executeWithoutResult(status -> {
            write(number);
            throw new Thrown();
          });
      case ERROR_OF_THE_DATABASE ->
          transaction.executeWithoutResult(status -> {
            write(number);
            jdbc.execute("SELECT 1 / 0");
          });
      case INNER_COMMITS_OUTER_ROLLS_BACK ->
          transaction.executeWithoutResult(status -> {
            write(number);
            anew.executeWithoutResult(inner -> write(number));
            status.setRollbackOnly();
          });
      case INNER_ROLLS_BACK_OUTER_COMMITS ->
          transaction.executeWithoutResult(status -> {
            write(number);
            anew.executeWithoutResult(inner -> {
              write(number);
              inner.setRollbackOnly();
            });
          });
      case SAVEPOINT_IS_ROLLED_BACK ->
          transaction.executeWithoutResult(status -> {
            write(number);
            nested.executeWithoutResult(inner -> {
              write(number);
              inner.setRollbackOnly();
            });
            nested.executeWithoutResult(inner -> write(number));
          });
      case KEY_ROLLED_BACK_THEN_COMMITTED -> {
        transaction.executeWithoutResult(status -> {
          writeWithKey(number);
          status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> writeWithKey(number));
      }
      case CONNECTION_KILLED_BEFORE ->
          transaction.executeWithoutResult(status -> {
            write(number);
            kill(pid());
          });
      case CONNECTION_KILLED_BETWEEN ->
          transaction.executeWithoutResult(status -> {
            jdbc.update("INSERT INTO orders (number) VALUES (?)", number);
            kill(pid());
            test.tasks.enqueue(new Ship(number));
          });
      case CONNECTION_KILLED_AT_COMMIT -> killedAtCommit(number, random.nextInt(600_000));
    }
  }

  private void writeWithKey(int number) {
    jdbc.update("INSERT INTO orders (number) VALUES (?)", number);
    test.tasks.enqueue(
        new Ship(number),
        number % 2 == 0
            ? options -> options.uniqueKey("k" + number)
            : options -> options.uniqueKey("k" + number, Duration.ofHours(1)));
  }

  private void killedAtCommit(int number, int nanos) {
    @Nullable Thread[] kill = {null};
    try {
      transaction.executeWithoutResult(status -> {
        write(number);
        int pid = pid();
        kill[0] =
            Thread.ofVirtual()
                .start(() -> {
                  LockSupport.parkNanos(nanos);
                  kill(pid);
                });
        LockSupport.parkNanos(300_000);
      });
    } finally {
      Thread started = kill[0];
      if (started != null) {
        join(started);
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int pid() {
    Integer pid =
        jdbc.execute((java.sql.Connection connection) ->
            connection.unwrap(PGConnection.class).getBackendPID());
    return pid == null ? 0 : pid;
  }

  private void kill(int pid) {
    // Returns once it is gone, or never was.
    killer.queryForObject("SELECT pg_terminate_backend(?, 5000)", Boolean.class, pid);
  }
}
