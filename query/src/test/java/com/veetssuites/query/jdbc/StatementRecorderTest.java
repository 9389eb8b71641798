package com.veetssuites.query.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStore;
import com.veetssuites.testing.PostgresExtension;
import java.time.Clock;
import java.util.List;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class StatementRecorderTest {

  private static final DriverManagerDataSource DATABASE =
      new DriverManagerDataSource(PostgresExtension.createDatabase());

  private final StatementStore store = new StatementStore(100, Clock.systemUTC());
  private final QueryScopes scopes = new QueryScopes(10, List.of());
  private final JdbcTemplate jdbc = new JdbcTemplate(watched());

  private ProxyDataSource watched() {
    StatementRecorder recorder = new StatementRecorder(store);
    ProxyDataSourceBuilder source =
        ProxyDataSourceBuilder.create(DATABASE).listener(recorder).methodListener(recorder);
    recorder.countRows(source);
    return source.build();
  }

  private StatementSnapshot statement(String sql) {
    return store.snapshot().stream().filter(each -> each.sql().equals(sql)).findAny().orElseThrow();
  }

  @Test
  void rows_are_counted_whether_they_are_read_or_written() {
    jdbc.execute("CREATE TABLE numbers (n integer)");
    jdbc.update("INSERT INTO numbers SELECT generate_series(1, 40)");
    jdbc.batchUpdate(
        "UPDATE numbers SET n = n WHERE n < ?", List.of(new Object[] {3}, new Object[] {6}));

    QueryScope scope =
        scopes.call(
            QueryScope.Kind.TASK,
            "reading",
            within -> {
              assertThat(jdbc.queryForList("SELECT n FROM numbers", Integer.class)).hasSize(40);
              jdbc.queryForObject("SELECT n FROM numbers WHERE n = ?", Integer.class, 7);
              return within;
            });

    assertThat(statement("INSERT INTO numbers SELECT generate_series(?, ?)").rows()).isEqualTo(40);
    assertThat(statement("UPDATE numbers SET n = n WHERE n < ?").rows()).isEqualTo(7);
    assertThat(statement("UPDATE numbers SET n = n WHERE n < ?").calls()).isEqualTo(1);
    assertThat(statement("SELECT n FROM numbers").rows()).isEqualTo(40);
    assertThat(scope.count()).isEqualTo(2);
    assertThat(scope.rows()).isEqualTo(41);
    assertThat(scope.executingNanos()).isPositive();
    assertThat(scope.waitingNanos()).isPositive();
    assertThat(scope.elapsedNanos())
        .isGreaterThan(scope.executingNanos() + scope.fetchingNanos() + scope.waitingNanos());
  }

  @Test
  void a_statement_that_fails_is_an_error_of_the_statement_and_the_scope() {
    QueryScope scope =
        scopes.call(
            QueryScope.Kind.TASK,
            "failing",
            within -> {
              assertThatExceptionOfType(DataAccessException.class)
                  .isThrownBy(() -> jdbc.queryForList("SELECT 1 / 0"));
              return within;
            });
    assertThat(scope.errors()).isEqualTo(1);
    assertThat(statement("SELECT ? / ?").errors()).isEqualTo(1);
  }

  @Test
  void a_scope_within_another_counts_for_both_and_the_outer_one_is_named() {
    QueryScope outer =
        scopes.call(
            QueryScope.Kind.REQUEST,
            "GET",
            request -> {
              jdbc.execute("SELECT 1");
              scopes.call(
                  QueryScope.Kind.METHOD,
                  "Catalog.read",
                  method -> {
                    jdbc.execute("SELECT 1");
                    assertThat(method.count()).isEqualTo(1);
                    return method;
                  });
              request.name("GET /courses");
              return request;
            });
    assertThat(outer.count()).isEqualTo(2);
    assertThat(outer.statements())
        .singleElement()
        .satisfies(each -> assertThat(each.calls()).isEqualTo(2));
    assertThat(statement("SELECT ?").routes())
        .containsExactly(new StatementSnapshot.Share("GET /courses", 2));
    assertThat(QueryScope.current()).isNull();
  }
}
