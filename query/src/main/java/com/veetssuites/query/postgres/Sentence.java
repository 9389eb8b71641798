package com.veetssuites.query.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says in one sentence why the database refused; never with a value of a row. */
final class Sentence {

  private Sentence() {}

  /**
   * @param holders who was waited for
   * @param waited how long at most
   */
  static String of(SQLException refused, List<LockHolder> holders, Duration waited) {
    String state = Objects.requireNonNullElse(refused.getSQLState(), "");
    return switch (state) {
      case "55P03" -> locked(holders, waited);
      case "42501" -> "No permission: " + message(refused) + ".";
      case "53100" -> "The disk of the database is full.";
      case "25006" -> "The server only reads (a standby, or set to read-only).";
      case "42P01" -> "There is no such table: " + message(refused) + ".";
      case "23505" -> "The table holds duplicates, which a unique index does not allow.";
      case "57014" -> "Somebody cancelled it.";
      default ->
          ended(refused)
              ? "The database ended the connection; run it again to go on."
              : "PostgreSQL refused: " + message(refused) + " (" + state + ").";
    };
  }

  /** Whether the connection is of no more use. */
  static boolean ended(SQLException refused) {
    String state = Objects.requireNonNullElse(refused.getSQLState(), "");
    return state.startsWith("08") || state.startsWith("57P0");
  }

  /** Says that a wait was in vain, and for whom. */
  static String locked(List<LockHolder> holders, Duration waited) {
    String time = "within " + waited.toMillis() / 1000.0 + " s";
    return holders.isEmpty()
        ? "A lock was not free " + time + "; who held it was not to be seen."
        : "A lock was not free "
            + time
            + ": held by "
            + holders.stream().map(LockHolder::describe).collect(Collectors.joining(", "))
            + ".";
  }

  /** The first line only: the details of an error can quote a row. */
  private static String message(SQLException refused) {
    ServerErrorMessage told =
        refused instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String text = told == null ? refused.getMessage() : told.getMessage();
    return Objects.requireNonNullElse(text, "no reason given").lines().findFirst().orElse("");
  }
}
