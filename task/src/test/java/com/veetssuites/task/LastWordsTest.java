package com.veetssuites.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.task.postgres.Wakeups;
import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** A process may end as soon as its signals are closed: what it has called is sent by then. */
@Timeout(30)
class LastWordsTest {

  /** Tells which of the connections that it has given away are closed. */
  private static final class Watched extends PGSimpleDataSource {
    final List<Connection> given = new CopyOnWriteArrayList<>();

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      given.add(connection);
      return connection;
    }
  }

  private final Watched source = new Watched();

  LastWordsTest() {
    source.setUrl(PostgresExtension.createDatabase());
  }

  @RepeatedTest(5)
  void what_was_called_is_sent_when_close_returns() throws SQLException {
    try (Connection listening = source.getConnection()) {
      Wakeups.listen(listening);
      source.given.clear();
      var signals = new TaskSignals(source, true);
      signals.call("first");
      signals.call("second");
      signals.close();

      assertThat(source.given).isNotEmpty();
      for (Connection sent : source.given) {
        assertThat(sent.isClosed()).isTrue();
      }
      List<String> heard = new CopyOnWriteArrayList<>();
      while (heard.size() < 2) {
        heard.addAll(List.of(Wakeups.hear(listening, 100)));
      }
      assertThat(heard).containsExactly("first", "second");
    }
  }

  @Test
  void a_database_that_does_not_answer_holds_nobody_up() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      source.setUrl("jdbc:postgresql://localhost:" + silent.getLocalPort() + "/nothing");
      var signals = new TaskSignals(source, true);
      signals.call("nobody hears it");
      signals.close();
      assertThat(source.given).isEmpty();
    }
  }
}
