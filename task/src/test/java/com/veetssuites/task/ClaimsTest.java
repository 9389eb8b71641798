package com.veetssuites.task;

import static com.veetssuites.task.TestTasks.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.task.postgres.ClaimedRow;
import com.veetssuites.task.postgres.FinishedRow;
import com.veetssuites.task.postgres.ReturnedRow;
import com.veetssuites.task.postgres.TaskClaims;
import com.veetssuites.task.postgres.TaskClaims.Share;
import com.veetssuites.task.postgres.WorkerRows;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A claim is good for one end, and for the worker that made it. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class ClaimsTest {

  record Work(int number) {}

  private static final Duration SILENCE = Duration.ofMinutes(1);

  @SuppressWarnings("NullAway.Init")
  private TestTasks test;

  @SuppressWarnings("NullAway.Init")
  private Connection connection;

  @BeforeEach
  void begin(DataSource database) throws SQLException {
    test = new TestTasks(database, type(Work.class, (payload, context) -> payload));
    connection = test.source.getConnection();
  }

  @AfterEach
  void end() throws SQLException {
    connection.close();
    test.close();
  }

  private long worker() throws SQLException {
    return WorkerRows.register(connection, "worker", "{}", "[]");
  }

  private List<ClaimedRow> claim(long worker) throws SQLException {
    return TaskClaims.claim(
        connection, worker, "default", Set.of("work"), List.of(new Share(1, 10)), 10);
  }

  private static FinishedRow finished(ClaimedRow row) {
    return new FinishedRow(
        row.id(), row.worker(), row.claim(), "SUCCEEDED", null, null, SILENCE, null);
  }

  private static ReturnedRow returned(ClaimedRow row) {
    return new ReturnedRow(row.id(), row.worker(), row.claim(), Duration.ZERO, false, null);
  }

  @Test
  void an_end_that_is_written_again_does_not_end_the_next_claim_of_the_same_worker()
      throws SQLException {
    test.tasks.enqueue(new Work(1));
    long worker = worker();
    ClaimedRow first = claim(worker).getFirst();
    assertThat(TaskClaims.giveBack(connection, List.of(returned(first)))).containsOnly(first.id());
    ClaimedRow second = claim(worker).getFirst();
    assertThat(second.attempt()).as("a snooze is not counted").isEqualTo(first.attempt());

    assertThat(TaskClaims.giveBack(connection, List.of(returned(first)))).isEmpty();
    assertThat(TaskClaims.finish(connection, List.of(finished(first)))).isEmpty();
    assertThat(TaskClaims.checkpoint(connection, first.id(), first.worker(), first.claim(), "late"))
        .isFalse();
    assertThat(TaskClaims.finish(connection, List.of(finished(second)))).containsOnly(second.id());
    assertThat(TaskClaims.finish(connection, List.of(finished(second)))).isEmpty();
  }

  @Test
  void a_worker_that_is_removed_stops_or_never_was_claims_nothing() throws SQLException {
    test.tasks.enqueue(new Work(1));
    long stopping = worker();
    WorkerRows.heartbeat(connection, stopping, 0, true);
    assertThat(claim(stopping)).isEmpty();
    assertThat(claim(0)).isEmpty();
    long removed = worker();
    WorkerRows.leave(connection, removed);
    assertThat(claim(removed)).isEmpty();
    assertThat(WorkerRows.heartbeat(connection, removed, 0, false)).isFalse();
    assertThat(claim(worker())).hasSize(1);
  }

  @Test
  void what_a_silent_worker_had_is_given_back_and_its_end_changes_nothing() throws SQLException {
    test.tasks.enqueue(new Work(1));
    long silent = worker();
    long other = worker();
    ClaimedRow lost = claim(silent).getFirst();
    assertThat(WorkerRows.sweep(connection, SILENCE)).isZero();
    test.execute(
        "UPDATE task_workers SET heartbeat_at = heartbeat_at - interval '2 minutes' WHERE id = "
            + silent);
    assertThat(WorkerRows.sweep(connection, SILENCE)).isEqualTo(1);
    ClaimedRow again = claim(other).getFirst();
    assertThat(again.attempt()).as("a loss counts as a try").isEqualTo(2);
    assertThat(TaskClaims.finish(connection, List.of(finished(lost)))).isEmpty();
    assertThat(TaskClaims.finish(connection, List.of(finished(again)))).hasSize(1);
  }
}
