package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.Position;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection that the application has open, with what its transaction has written so far. Used by
 * one thread at a time, as connections are.
 */
final class OpenTransaction {

  final Connection connection;
  final Caller opener;

  /** What this node had applied when the transaction began, or earlier. */
  volatile Position began;

  private Marks marks = new Marks();
  private @Nullable Caller writer;

  /** Begun by the text BEGIN, in a connection that commits by itself otherwise. */
  boolean textual;

  private boolean unwrapped;
  private @Nullable Boolean standby;

  /** Whether {@link #began} is what the standby had replayed, in this transaction. */
  boolean placed;

  /** Put into a transaction for the time of one statement. */
  boolean borrowed;

  /** The commit that is under way. */
  @Nullable Commit commit;

  /**
   * Invalidations that are about to be true.
   *
   * @param row of the outbox; 0 for none
   * @param hashes of all that is invalidated
   * @param structure whether the schema has changed
   */
  record Commit(long row, long[] hashes, boolean structure) {}

  OpenTransaction(Connection connection, Caller opener, Position began) {
    this.connection = connection;
    this.opener = opener;
    this.began = began;
  }

  boolean automatic() throws SQLException {
    return connection.getAutoCommit() && !textual;
  }

  /** Whether the server replays what another does. Known without asking it. */
  boolean standby() throws SQLException {
    Boolean known = standby;
    if (known == null) {
      known =
          connection.isWrapperFor(PGConnection.class)
              && "on"
                  .equals(
                      connection.unwrap(PGConnection.class).getParameterStatus("in_hot_standby"));
      standby = known;
    }
    return known;
  }

  Marks marks() {
    return marks;
  }

  /** From now on anything may be written here unseen. */
  void unwrapped() {
    unwrapped = true;
    wrote();
    marks.everything();
  }

  /** What may have been written unseen since the last commit. */
  Marks unseen() {
    Marks unseen = new Marks();
    if (unwrapped) {
      unseen.everything();
    }
    return unseen;
  }

  /** The calling thread has written, or is about to. */
  void wrote() {
    if (writer == null) {
      writer = Caller.current();
      writer.dirtied();
    }
  }

  boolean dirty() {
    return writer != null;
  }

  /** Whatever was written is committed or forgotten. */
  void clean(Position now) {
    marks = new Marks();
    commit = null;
    textual = false;
    placed = false;
    began = now;
    Caller by = writer;
    writer = null;
    if (by != null) {
      by.cleaned();
    }
    if (unwrapped) {
      marks.everything();
    }
  }
}
