package com.veetssuites.query.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ReplicatedPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/**
 * The standbys of the tests are standbys: they follow, pause, freeze, die, return and take over.
 */
class ReplicatedPostgresTest {

  @Test
  void a_standby_follows_pauses_dies_comes_back_and_takes_over() throws Exception {
    try (ReplicatedPostgres servers = ReplicatedPostgres.start(1)) {
      String database = servers.createDatabase();
      ReplicatedPostgres.Standby standby = servers.standby(0);
      run(servers.url(database), "CREATE TABLE seen (n int)");
      run(servers.url(database), "INSERT INTO seen VALUES (1)");
      standby.awaitReplay();
      assertThat(count(standby.url(database))).isEqualTo(1);

      standby.pauseReplay();
      run(servers.url(database), "INSERT INTO seen VALUES (2)");
      assertThat(count(standby.url(database))).isEqualTo(1);
      standby.resumeReplay();
      standby.awaitReplay();
      assertThat(count(standby.url(database))).isEqualTo(2);

      standby.freeze();
      standby.thaw();
      standby.kill();
      run(servers.url(database), "INSERT INTO seen VALUES (3)");
      standby.startAgain();
      standby.awaitReplay();
      assertThat(count(standby.url(database))).isEqualTo(3);

      standby.promote();
      run(standby.url(database), "INSERT INTO seen VALUES (4)");
      assertThat(count(servers.url(database))).isEqualTo(3);
    }
  }

  private static void run(String url, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(String url) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM seen")) {
      row.next();
      return row.getInt(1);
    }
  }
}
