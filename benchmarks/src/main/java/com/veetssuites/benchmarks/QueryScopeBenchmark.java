package com.veetssuites.benchmarks;

import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.query.StatementStore;
import com.veetssuites.query.jdbc.StatementRecorder;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to count a request of five statements and their rows: the difference between the
 * same request through a proxied data source that nobody listens to, and one that is recorded. The
 * driver below does nothing, so that its time does not drown the difference.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class QueryScopeBenchmark {

  private static final int STATEMENTS = 5;
  private static final int ROWS = 4;

  private final QueryScopes scopes = new QueryScopes(10, List.of());
  private final String[] sql = new String[STATEMENTS];
  private @Nullable DataSource unheard;
  private @Nullable DataSource recorded;

  @Setup
  public void open() {
    for (int i = 0; i < STATEMENTS; i++) {
      sql[i] = "select c.id, c.title from table_" + i + " c where c.id = ?";
    }
    StatementRecorder recorder =
        new StatementRecorder(new StatementStore(1_000, Clock.systemUTC()));
    unheard = ProxyDataSourceBuilder.create(driver()).build();
    ProxyDataSourceBuilder counting =
        ProxyDataSourceBuilder.create(driver()).listener(recorder).methodListener(recorder);
    recorder.countRows(counting);
    recorded = counting.build();
  }

  private static DataSource driver() {
    PreparedStatement statement =
        stub(
            PreparedStatement.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "executeQuery" -> new Rows().proxy;
                  default -> null;
                });
    Connection connection =
        stub(
            Connection.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "prepareStatement" -> statement;
                  case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
                  default -> null;
                });
    return stub(DataSource.class, (proxy, method, arguments) -> connection);
  }

  private static <T> T stub(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            QueryScopeBenchmark.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** A few rows without columns. */
  private static final class Rows {
    private int left = ROWS;
    private final ResultSet proxy =
        stub(
            ResultSet.class,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "next" -> left-- > 0;
                  case "getLong" -> 7L;
                  default -> null;
                });
  }

  private long request(@Nullable DataSource source) throws SQLException {
    long sum = 0;
    try (Connection connection = Objects.requireNonNull(source).getConnection()) {
      for (String each : sql) {
        try (PreparedStatement statement = connection.prepareStatement(each);
            ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            sum += rows.getLong(1);
          }
        }
      }
    }
    return sum;
  }

  @Benchmark
  public long unheard() throws SQLException {
    return request(unheard);
  }

  @Benchmark
  public long recorded() throws SQLException {
    return scopes.<Long, SQLException>call(
        QueryScope.Kind.REQUEST, "GET /courses", scope -> request(recorded));
  }
}
