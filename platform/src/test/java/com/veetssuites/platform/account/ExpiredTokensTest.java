package com.veetssuites.platform.account;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Invariants: what has not expired stays; nobody who logs in, goes on or logs out waits for a row
 * of the clean-up, nor the clean-up for theirs.
 */
@Timeout(120)
class ExpiredTokensTest {

  private static final int EXPIRED = 25_000;

  private final PlatformServer server = PlatformServer.shared();
  private final ExpiredTokens expired = server.bean(ExpiredTokens.class);
  private final LoginSessions logins = server.bean(LoginSessions.class);
  private final TransactionOperations transactions = server.bean(TransactionOperations.class);
  private final Account student = server.student();

  @BeforeEach
  void nothing_is_expired() throws InterruptedException {
    run();
  }

  private DeletedTokens run() throws InterruptedException {
    return expired.delete(
        new CleanupExpiredTokens(), TaskContext.detached(new TaskId(UUID.randomUUID()), null));
  }

  /** Log-ins of long ago, each with a token that has expired with it. */
  private void expire(int count, String address, Duration ago) {
    server
        .database()
        .sql(
            """
            WITH old AS (
                INSERT INTO logins (user_id, logged_in_at, address, expires_at)
                SELECT :user, now() - CAST(:ago AS interval) - interval '14 days', :address,
                       now() - CAST(:ago AS interval) - n * interval '1 millisecond'
                  FROM generate_series(1, :count) AS n
                RETURNING id, logged_in_at, expires_at
            )
            INSERT INTO refresh_tokens (token_hash, family, issued_at, expires_at)
            SELECT sha256(convert_to(:address || id, 'UTF8')), id, logged_in_at, expires_at
              FROM old
            """)
        .param("user", student.id())
        .param("ago", ago.toDays() + " days")
        .param("address", address)
        .param("count", count)
        .update();
  }

  private long count(String sql) {
    return server.database().sql(sql).param("user", student.id()).query(Long.class).single();
  }

  private long loginsOfStudent() {
    return count("SELECT count(*) FROM logins WHERE user_id = :user");
  }

  private long tokensOfStudent() {
    return count(
        "SELECT count(*) FROM refresh_tokens JOIN logins ON logins.id = family WHERE user_id = :user");
  }

  @Test
  void expired_tokens_go_at_once_and_their_log_ins_when_no_report_counts_them_any_more()
      throws Exception {
    expire(1_500, "a", Duration.ofDays(1));
    expire(2_500, "b", Duration.ofDays(500));
    assertThat(run()).isEqualTo(new DeletedTokens(4_000, 2_500));
    assertThat(loginsOfStudent()).isEqualTo(1 + 1_500);
    assertThat(tokensOfStudent()).isEqualTo(1);
    assertThat(run()).isEqualTo(new DeletedTokens(0, 0));
    assertThat(logins.refresh(student.refresh())).isPresent();
  }

  @Test
  void log_ins_go_on_undelayed_while_25_000_expired_ones_are_deleted() throws Exception {
    expire(EXPIRED, "load", Duration.ofDays(500));
    var stop = new AtomicBoolean();
    var slowest = new AtomicLong();
    var waits = new AtomicLong();
    List<Future<Integer>> load = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      for (int i = 0; i < 4; i++) {
        load.add(threads.submit(() -> logInAndGoOn(stop, slowest)));
      }
      Future<?> watch = threads.submit(() -> watchForWaits(stop, waits));
      long began = System.nanoTime();
      DeletedTokens deleted = run();
      long took = System.nanoTime() - began;
      stop.set(true);
      int rounds = 0;
      for (Future<Integer> each : load) {
        rounds += each.get(30, TimeUnit.SECONDS); // a refused or failed one fails here
      }
      watch.get(30, TimeUnit.SECONDS);
      assertThat(deleted).isEqualTo(new DeletedTokens(EXPIRED, EXPIRED));
      assertThat(rounds).isPositive();
      assertThat(waits).as("times somebody was seen to wait for a lock").hasValue(0);
      System.out.printf(
          "%d expired log-ins and tokens deleted in %d ms beside %d log-ins with 5 refreshes each; the slowest step"
              + " took %d ms%n",
          EXPIRED,
          TimeUnit.NANOSECONDS.toMillis(took),
          rounds,
          TimeUnit.NANOSECONDS.toMillis(slowest.get()));
    }
    assertThat(count("SELECT count(*) FROM logins WHERE user_id = :user AND expires_at < now()"))
        .isZero();
  }

  private int logInAndGoOn(AtomicBoolean stop, AtomicLong slowest) {
    int rounds = 0;
    while (!stop.get()) {
      long began = System.nanoTime();
      LoginSessions.Session session = logins.begin(student.id(), "127.0.0.1");
      began = took(began, slowest);
      for (int i = 0; i < 5; i++) {
        session = logins.refresh(session.refreshToken()).orElseThrow();
        began = took(began, slowest);
        assertThat(logins.current(student.id(), session.login())).isPresent();
      }
      logins.end(session.login());
      took(began, slowest);
      rounds++;
    }
    return rounds;
  }

  private static long took(long began, AtomicLong slowest) {
    long now = System.nanoTime();
    slowest.accumulateAndGet(now - began, Math::max);
    return now;
  }

  private void watchForWaits(AtomicBoolean stop, AtomicLong waits) {
    while (!stop.get()) {
      waits.addAndGet(
          server
              .database()
              .sql(
                  """
                  SELECT count(*)
                    FROM pg_locks
                   WHERE NOT granted
                     AND locktype IN ('relation', 'tuple', 'transactionid')
                     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  """)
              .query(Long.class)
              .single());
    }
  }

  @Test
  void nobody_waits_for_a_batch_that_has_not_ended_and_it_waits_for_nobody() throws Exception {
    expire(10, "held", Duration.ofDays(500));
    OffsetDateTime now = OffsetDateTime.now(UTC);
    var held = new CompletableFuture<Void>();
    var release = new CompletableFuture<Void>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      // Somebody logs out of an expired log-in at this moment.
      Future<?> other =
          threads.submit(() ->
              transactions.executeWithoutResult(status -> {
                server
                    .database()
                    .sql(
                        """
                        SELECT id
                          FROM logins
                         WHERE user_id = :user
                           AND expires_at < now()
                         LIMIT 1
                           FOR UPDATE
                        """)
                    .param("user", student.id())
                    .query(Long.class)
                    .single();
                held.complete(null);
                release.completeOnTimeout(null, 30, TimeUnit.SECONDS).join();
              }));
      held.get(30, TimeUnit.SECONDS);
      transactions.executeWithoutResult(status -> {
        assertThat(expired.deleteTokens(now, 5)).isEqualTo(5);
        assertThat(expired.deleteLogins(now.minusDays(400), 100)).isEqualTo(9);
        // The batch is open: its locks are held while others come and go.
        Future<Boolean> beside =
            threads.submit(() -> {
              LoginSessions.Session session = logins.begin(student.id(), "127.0.0.1");
              boolean refreshed = logins.refresh(session.refreshToken()).isPresent();
              logins.end(session.login());
              return refreshed && logins.refresh(student.refresh()).isPresent();
            });
        try {
          assertThat(beside.get(10, TimeUnit.SECONDS)).isTrue();
        } catch (Exception e) {
          throw new AssertionError("A log-in waited for the clean-up", e);
        }
      });
      release.complete(null);
      other.get(30, TimeUnit.SECONDS);
    }
    assertThat(run().logins()).as("the one that was held").isEqualTo(1);
  }

  @Test
  void it_stops_between_two_batches_and_the_next_run_goes_on() throws Exception {
    expire(3_000, "stop", Duration.ofDays(500));
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::run).isInstanceOf(InterruptedException.class);
    assertThat(tokensOfStudent()).isEqualTo(3_001);
    assertThat(run()).isEqualTo(new DeletedTokens(3_000, 3_000));
  }

  @Test
  void what_is_cached_of_courses_stays_cached() throws Exception {
    long course = server.course(server.instructor(), "10", true);
    String url = "/api/courses/" + course + "/";
    Instant until = Instant.now().plusSeconds(20);
    while (!hit(server.anonymous().get(url)) && Instant.now().isBefore(until)) {
      Thread.onSpinWait();
    }
    assertThat(hit(server.anonymous().get(url))).isTrue();
    expire(10, "cached", Duration.ofDays(500));
    assertThat(run().logins()).isEqualTo(10);
    assertThat(hit(server.anonymous().get(url))).isTrue();
  }

  private static boolean hit(Answer answer) {
    return answer.header("Cache-Status").orElse("none").contains("hit");
  }
}
