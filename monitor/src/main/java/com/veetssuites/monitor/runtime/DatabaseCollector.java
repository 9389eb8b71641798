package com.veetssuites.monitor.runtime;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.SeriesKind;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether the database answers. */
public final class DatabaseCollector implements Collector {

  private static final int TIMEOUT_SECONDS = 2;

  private final String node;
  private final DataSource source;

  /**
   * @param node its name
   * @param source whose statements nobody counts
   */
  public DatabaseCollector(String node, DataSource source) {
    this.node = node;
    this.source = source;
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_TEN_SECONDS;
  }

  @Override
  public void collect(Frame.Builder frame) {
    double unknown = Double.NaN;
    frame.add(
        SeriesKind.DATABASE,
        node,
        0,
        0,
        0,
        unknown,
        unknown,
        unknown,
        unknown,
        0,
        answers() ? 0 : 1);
  }

  private boolean answers() {
    try (Connection connection = source.getConnection()) {
      return connection.isValid(TIMEOUT_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }
}
