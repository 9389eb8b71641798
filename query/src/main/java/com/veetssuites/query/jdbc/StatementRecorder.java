package com.veetssuites.query.jdbc;

import com.veetssuites.query.QueryScope;
import com.veetssuites.query.StatementStatistics;
import com.veetssuites.query.StatementStore;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import net.ttddyy.dsproxy.proxy.ProxyConfig;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Times the statements that go through a proxied data source, counts their rows, and times the
 * waits for connections.
 */
public final class StatementRecorder implements QueryExecutionListener, MethodExecutionListener {

  /** What the calling thread has under way. */
  private static final class Running {
    private long began;
    private long asked;
    private @Nullable StatementStatistics statement;
  }

  private final ThreadLocal<Running> running = ThreadLocal.withInitial(Running::new);
  private final StatementStore store;

  public StatementRecorder(StatementStore store) {
    this.store = store;
  }

  /**
   * Also counts the rows of the data source that is built, as the listeners alone do not see them.
   *
   * @param builder with whatever others want of it already
   */
  public void countRows(ProxyDataSourceBuilder builder) {
    ProxyConfig config = builder.build().getProxyConfig(); // it has no other way to tell
    if (!config.isResultSetProxyEnabled()) {
      builder.proxyResultSet(CountingProxies.NONE);
    }
    builder.jdbcProxyFactory(new CountingProxies(config, this));
  }

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    Running mine = running.get();
    mine.statement = queries.isEmpty() ? null : store.of(text(queries));
    mine.began = System.nanoTime();
  }

  /** A batch of different statements goes by the first of them. */
  private static String text(List<QueryInfo> queries) {
    return queries.getFirst().getQuery();
  }

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    Running mine = running.get();
    StatementStatistics statement = mine.statement;
    mine.statement = null;
    if (statement != null) {
      store.executed(
          statement,
          System.nanoTime() - mine.began,
          affected(execution.getResult()),
          !execution.isSuccess(),
          store.watched() ? values(queries.getFirst()) : 0,
          Objects.hashCode(execution.getConnectionId()));
    }
  }

  /** The same for the same values, and with all likelihood another for others. */
  private static long values(QueryInfo query) {
    if (query.getParametersList().isEmpty()) {
      return query.getQuery().hashCode();
    }
    long hash = query.getQuery().hashCode();
    for (ParameterSetOperation each : query.getParametersList().getFirst()) {
      Object[] arguments = each.getArgs();
      hash = hash * 0x9E3779B97F4A7C15L + Objects.hashCode(arguments[0]);
      Object value = arguments.length > 1 ? arguments[1] : null;
      hash = hash * 0x9E3779B97F4A7C15L + hash(value);
    }
    return hash;
  }

  private static int hash(@Nullable Object value) {
    return value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value);
  }

  private static long affected(@Nullable Object result) {
    return switch (result) {
      case Integer rows -> Math.max(0, rows);
      case Long rows -> Math.max(0, rows);
      case int[] batch -> {
        long rows = 0;
        for (int each : batch) {
          rows += Math.max(0, each);
        }
        yield rows;
      }
      case null, default -> 0;
    };
  }

  @Override
  public void beforeMethod(MethodExecutionContext context) {
    if (context.getTarget() instanceof DataSource) {
      running.get().asked = System.nanoTime();
    }
  }

  @Override
  public void afterMethod(MethodExecutionContext context) {
    if (context.getTarget() instanceof DataSource
        && context.getMethod().getName().equals("getConnection")) {
      QueryScope scope = QueryScope.current();
      if (scope != null) {
        scope.waited(System.nanoTime() - running.get().asked);
      }
    }
  }

  /** The rows of the statement that the calling thread runs, counted as they are read. */
  ResultSet counted(ResultSet rows) {
    StatementStatistics statement = running.get().statement;
    return statement == null ? rows : new CountedRows(rows, statement, store);
  }
}
