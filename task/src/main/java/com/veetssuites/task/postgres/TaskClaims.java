package com.veetssuites.task.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a worker. A claim is proven by the worker and the time at which it was made:
 * whoever has lost it, because the worker was taken for dead or because the task was given back and
 * claimed again, changes nothing any more.
 */
public final class TaskClaims {

  /**
   * What connections of workers are prepared with. The table is mostly empty, a plan made then
   * reads all of it, and would be kept for the first minute of a flood.
   */
  public static final String PREPARATION = "SET enable_seqscan = off";

  /**
   * Each share is an index scan of its own that ends with what is due, so neither a million of
   * delayed tasks nor those of another priority are looked at. Rows that other workers are about to
   * claim are passed over.
   *
   * <p>A claim does not wait for the disk: one that a crash of the database loses was not made, and
   * the task is claimed again. Its end, and everything else, does.
   */
  private static final String CLAIM =
      """
      UPDATE tasks
         SET worker = ?, claimed_at = clock_timestamp(), attempt = attempt + 1, unique_key = NULL
       WHERE id = ANY (ARRAY(
             SELECT due.id
               FROM unnest(?::smallint[], ?::integer[]) AS share (priority, amount)
              CROSS JOIN LATERAL (
                    SELECT waiting.id
                      FROM tasks AS waiting
                     WHERE waiting.queue = ?
                       AND waiting.priority = share.priority
                       AND waiting.worker IS NULL
                       AND waiting.run_at <= now()
                       AND waiting.type = ANY (?)
                     ORDER BY waiting.run_at
                     LIMIT share.amount
                       FOR UPDATE SKIP LOCKED) AS due
              LIMIT ?))
         AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
         AND EXISTS (SELECT FROM task_workers WHERE id = ? AND NOT stopping)
         AND NOT EXISTS (SELECT FROM task_queues WHERE queue = ? AND paused)
      RETURNING id, type, priority, attempt, failed, cancelled, payload, idempotency_key, owner, checkpoint,
                (extract(epoch FROM now() - run_at) * 1000000)::bigint AS wait,
                (extract(epoch FROM claimed_at) * 1000000)::bigint AS claim
      """;

  private static final String NEXT_DUE =
      """
      SELECT (extract(epoch FROM min(next.run_at) - clock_timestamp()) * 1000)::bigint
        FROM unnest(ARRAY[0, 1, 2]::smallint[]) AS each (priority)
       CROSS JOIN LATERAL (
             SELECT run_at
               FROM tasks
              WHERE queue = ?
                AND priority = each.priority
                AND worker IS NULL
                AND run_at > now() - ? * interval '1 microsecond'
              ORDER BY run_at
              LIMIT 1) AS next
      """;

  /** The ids as a subquery: however few rows the planner knows of, it looks them up one by one. */
  private static final String FINISH =
      """
      WITH given AS (
           SELECT *
             FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[])
                  AS given (id, worker, claim, state, result, error, keep, failure)),
      ended AS (
           DELETE FROM tasks
            USING given
            WHERE tasks.id = ANY (ARRAY(SELECT id FROM given))
              AND tasks.id = given.id
              AND tasks.worker = given.worker
              AND tasks.claimed_at = timestamptz 'epoch' + given.claim * interval '1 microsecond'
        RETURNING tasks.*, given.state, given.result, given.error, given.keep, given.failure),
      kept AS (
           INSERT INTO task_results (id, queue, type, priority, state, enqueued_at, started_at, expires_at, attempt,
                                     result, error, payload, idempotency_key, owner, failures)
           SELECT id, queue, type, priority, state, enqueued_at, claimed_at,
                  clock_timestamp() + keep * interval '1 millisecond', attempt, result, error,
                  CASE WHEN state <> 'SUCCEEDED' THEN payload END, idempotency_key, owner,
                  CASE WHEN failure IS NULL THEN failures
                       ELSE coalesce(failures, '[]') || failure::jsonb END
             FROM ended
            WHERE keep > 0)
      SELECT id
        FROM ended
      """;

  private static final String RETURN =
      """
      WITH given AS (
           SELECT *
             FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::text[])
                  AS given (id, worker, claim, delay, counted, failure))
      UPDATE tasks
         SET worker = NULL,
             claimed_at = NULL,
             run_at = coalesce(clock_timestamp() + given.delay * interval '1 millisecond', run_at),
             attempt = tasks.attempt - CASE WHEN given.counted THEN 0 ELSE 1 END,
             failed = failed + CASE WHEN given.failure IS NULL THEN 0 ELSE 1 END,
             failures = CASE WHEN given.failure IS NULL THEN failures
                             ELSE coalesce(failures, '[]') || given.failure::jsonb END
        FROM given
       WHERE tasks.id = ANY (ARRAY(SELECT id FROM given))
         AND tasks.id = given.id
         AND tasks.worker = given.worker
         AND tasks.claimed_at = timestamptz 'epoch' + given.claim * interval '1 microsecond'
      RETURNING tasks.id
      """;

  private TaskClaims() {}

  /**
   * How many tasks of a priority are looked for, in this order.
   *
   * @param priority 0 is the highest
   */
  public record Share(int priority, int amount) {}

  /**
   * Claims what is due, at most that many, ordered as it should start; nothing when the queue is
   * paused or the worker is taken for dead.
   */
  public static List<ClaimedRow> claim(
      Connection connection,
      long worker,
      String queue,
      Collection<String> types,
      List<Share> shares,
      int most)
      throws SQLException {
    try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setLong(1, worker);
      claim.setArray(2, Columns.integers(connection, shares, Share::priority));
      claim.setArray(3, Columns.integers(connection, shares, Share::amount));
      claim.setString(4, queue);
      claim.setArray(5, connection.createArrayOf("text", types.toArray()));
      claim.setInt(6, most);
      claim.setLong(7, worker);
      claim.setString(8, queue);
      List<ClaimedRow> claimed = new ArrayList<>(most);
      try (ResultSet rows = claim.executeQuery()) {
        while (rows.next()) {
          claimed.add(
              new ClaimedRow(
                  rows.getObject(1, UUID.class),
                  rows.getString(2),
                  rows.getInt(3),
                  worker,
                  rows.getLong(12),
                  rows.getInt(4),
                  rows.getInt(5),
                  rows.getLong(11),
                  rows.getBoolean(6),
                  rows.getString(7),
                  rows.getString(8),
                  rows.getString(9),
                  rows.getString(10)));
        }
      }
      claimed.sort(
          Comparator.comparingInt(ClaimedRow::priority)
              .thenComparing(Comparator.comparingLong(ClaimedRow::waitMicros).reversed()));
      return claimed;
    }
  }

  /**
   * When the next task of the queue is due; null when there is none.
   *
   * @param since what became due longer ago than this is not meant: it was looked for since
   */
  public static @Nullable Duration nextDue(Connection connection, String queue, Duration since)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEXT_DUE)) {
      select.setString(1, queue);
      select.setLong(2, since.toNanos() / 1_000);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        long millis = rows.getLong(1);
        return rows.wasNull() ? null : Duration.ofMillis(Math.max(0, millis));
      }
    }
  }

  /** Ends tasks and keeps their results, all or none; returns those whose claim still held. */
  public static Set<UUID> finish(Connection connection, List<FinishedRow> tasks)
      throws SQLException {
    try (PreparedStatement finish = connection.prepareStatement(FINISH)) {
      finish.setArray(1, Columns.uuids(connection, tasks, FinishedRow::id));
      finish.setArray(2, Columns.longs(connection, tasks, FinishedRow::worker));
      finish.setArray(3, Columns.longs(connection, tasks, FinishedRow::claim));
      finish.setArray(4, Columns.texts(connection, tasks, FinishedRow::state));
      finish.setArray(5, Columns.texts(connection, tasks, FinishedRow::result));
      finish.setArray(6, Columns.texts(connection, tasks, FinishedRow::error));
      finish.setArray(7, Columns.millis(connection, tasks, FinishedRow::keep));
      finish.setArray(8, Columns.texts(connection, tasks, FinishedRow::failure));
      return ids(finish);
    }
  }

  /** Gives tasks back to their queues; returns those whose claim still held. */
  public static Set<UUID> giveBack(Connection connection, List<ReturnedRow> tasks)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(RETURN)) {
      update.setArray(1, Columns.uuids(connection, tasks, ReturnedRow::id));
      update.setArray(2, Columns.longs(connection, tasks, ReturnedRow::worker));
      update.setArray(3, Columns.longs(connection, tasks, ReturnedRow::claim));
      update.setArray(4, Columns.millis(connection, tasks, ReturnedRow::delay));
      update.setArray(
          5,
          connection.createArrayOf("boolean", tasks.stream().map(ReturnedRow::counted).toArray()));
      update.setArray(6, Columns.texts(connection, tasks, ReturnedRow::failure));
      return ids(update);
    }
  }

  private static Set<UUID> ids(PreparedStatement statement) throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  /** Notes how far a claimed task is. */
  public static void progress(Connection connection, UUID id, long worker, int percent, String text)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE tasks SET progress = ?, progress_text = ? WHERE id = ? AND worker = ?")) {
      update.setInt(1, percent);
      update.setString(2, text);
      update.setObject(3, id);
      update.setLong(4, worker);
      update.executeUpdate();
    }
  }

  /** Keeps the checkpoint of a claimed task; false when the claim is lost. */
  public static boolean checkpoint(
      Connection connection, UUID id, long worker, long claim, @Nullable String checkpoint)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE tasks
               SET checkpoint = ?
             WHERE id = ?
               AND worker = ?
               AND claimed_at = timestamptz 'epoch' + ? * interval '1 microsecond'
            """)) {
      update.setObject(1, checkpoint, Types.VARCHAR);
      update.setObject(2, id);
      update.setLong(3, worker);
      update.setLong(4, claim);
      return update.executeUpdate() == 1;
    }
  }
}
