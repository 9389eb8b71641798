package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.Load;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.jdbc.Plan.Read;
import com.veetssuites.cache.jdbc.Plan.Reading;
import com.veetssuites.cache.jdbc.Plan.Write;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import org.jspecify.annotations.Nullable;

/** Tells loads what statements read, and transactions what statements write. */
final class StatementListener implements QueryExecutionListener {

  private final JdbcTransactions transactions;
  private final ConnectionListener connections;
  private final Plans plans;

  StatementListener(JdbcTransactions transactions, ConnectionListener connections, Plans plans) {
    this.transactions = transactions;
    this.connections = connections;
    this.plans = plans;
  }

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    OpenTransaction open = connections.open(execution.getConnectionId());
    if (open == null) {
      return;
    }
    try {
      boolean data = true;
      boolean writes = false;
      for (QueryInfo query : queries) {
        Plan plan = plans.of(query.getQuery(), open.connection);
        switch (plan) {
          case Read read -> read(open, read, query);
          case Write write -> {
            writes = true;
            data &= write.data();
            write(open, write, query);
          }
          case Plan.End end when end.commit() -> transactions.committing(open);
          case Plan.End _, Plan.Begin _, Plan.Nothing _ -> {}
        }
      }
      if (writes && data && open.automatic() && execution.getStatement().getFetchSize() == 0) {
        open.connection.setAutoCommit(false);
        open.borrowed = true;
      }
    } catch (SQLException e) {
      throw unchecked(e);
    }
  }

  private void read(OpenTransaction open, Read read, QueryInfo query) throws SQLException {
    Load load = Load.current();
    boolean automatic = open.automatic();
    Position seen = automatic ? transactions.now() : open.began;
    if (open.standby()) {
      seen = onStandby(open, automatic, seen, load);
    }
    Caller.current().read = seen;
    if (load == null) {
      return;
    }
    if (!automatic || open.standby()) {
      if (seen.equals(Position.NONE)) {
        load.refuse("a standby that it was read from may not have replayed what is invalid");
      }
      load.readAt(seen);
    }
    if (read.refusal() != null) {
      load.refuse(read.refusal());
      return;
    }
    List<List<ParameterSetOperation>> sets = query.getParametersList();
    if (sets.size() > 1) {
      load.refuse("it is made of a batch of queries");
      return;
    }
    Parameters parameters = sets.isEmpty() ? Parameters.NONE : Parameters.of(sets.getFirst());
    Reading reading = skips(read.offset(), parameters) ? read.later() : read.first();
    reading
        .dependencies()
        .forEach(each -> each.tags(parameters, tag -> load.dependOn(new Tag(tag))));
    if (!reading.rows().isEmpty() || !reading.ifEmpty().isEmpty()) {
      Caller.current().watch = new Watch(load, reading, parameters);
    }
  }

  /** What a query sees on a standby is as old as what that has replayed. */
  private Position onStandby(
      OpenTransaction open, boolean automatic, Position now, @Nullable Load load)
      throws SQLException {
    if (automatic) {
      return load == null ? Position.NONE : transactions.standbys().place(open.connection, now);
    }
    if (!open.placed) {
      Position place = transactions.standbys().place(open.connection, now);
      if (place.epoch() != now.epoch() || place.seq() < now.seq()) {
        open.began = place;
      }
      open.placed = true;
    }
    return open.began;
  }

  private static boolean skips(@Nullable Operand offset, Parameters parameters) {
    if (offset == null) {
      return false;
    }
    List<String> rows = new ArrayList<>();
    boolean known = offset.texts(parameters, ValueKind.INTEGER, rows::add);
    return !known || rows.stream().anyMatch(count -> !count.equals("0"));
  }

  private static void write(OpenTransaction open, Write write, QueryInfo query) {
    Load load = Load.current();
    if (load != null) {
      load.refuse("it writes to the database");
    }
    open.wrote();
    Marks marks = open.marks();
    if (write.everything()) {
      marks.everything();
    }
    if (write.structure()) {
      marks.structure();
    }
    List<List<ParameterSetOperation>> sets = query.getParametersList();
    for (Plan.Mark mark : write.marks()) {
      if (sets.isEmpty()) {
        mark.dependency().tags(Parameters.NONE, tag -> marks.add(mark.table(), tag));
      }
      for (List<ParameterSetOperation> set : sets) {
        mark.dependency().tags(Parameters.of(set), tag -> marks.add(mark.table(), tag));
      }
    }
  }

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    Caller caller = Caller.current();
    Watch watch = caller.watch;
    if (watch != null) {
      caller.watch = null;
      watch.returned();
    }
    OpenTransaction open = connections.open(execution.getConnectionId());
    if (open == null) {
      return;
    }
    try {
      if (open.borrowed) {
        giveBack(open, execution.isSuccess());
        return;
      }
      for (QueryInfo query : queries) {
        switch (plans.of(query.getQuery(), open.connection)) {
          case Plan.Begin _ -> open.textual = open.connection.getAutoCommit();
          case Plan.End end when end.commit() ->
              transactions.committed(open, execution.isSuccess());
          case Plan.End _ -> open.clean(transactions.now());
          case Write write when write.structure() -> plans.forget();
          case Write _, Read _, Plan.Nothing _ -> {}
        }
      }
      if (open.dirty() && open.automatic()) {
        transactions.committing(open);
        transactions.committed(open, true);
      }
    } catch (SQLException e) {
      throw unchecked(e);
    }
  }

  /** Ends the transaction around a single statement. */
  private void giveBack(OpenTransaction open, boolean success) throws SQLException {
    open.borrowed = false;
    boolean committed = false;
    try {
      if (success) {
        transactions.committing(open);
        open.connection.commit();
        committed = true;
      } else {
        open.connection.rollback();
      }
    } finally {
      if (success) {
        transactions.committed(open, committed);
      } else {
        open.clean(transactions.now());
      }
      open.connection.setAutoCommit(true);
    }
  }

  /** The interface of listeners knows no checked exceptions; callers of JDBC do. */
  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException unchecked(Throwable failure) throws X {
    throw (X) failure;
  }
}
