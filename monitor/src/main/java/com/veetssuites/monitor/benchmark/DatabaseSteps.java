package com.veetssuites.monitor.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** A question to the database as the application asks it: through its pool and all that watches. */
public final class DatabaseSteps implements Step.Source {

  private static final int TIMEOUT_SECONDS = 10;

  private final DataSource source;

  public DatabaseSteps(DataSource source) {
    this.source = source;
  }

  @Override
  public List<Step> steps() {
    return List.of(Step.of("database", this::ask));
  }

  private long ask() throws SQLException {
    long began = System.nanoTime();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.executeQuery("SELECT 1").close();
    }
    return System.nanoTime() - began;
  }
}
