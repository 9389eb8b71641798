package com.veetssuites.monitor.web;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.History;
import com.veetssuites.monitor.SeriesKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Ten thousand routes and a hundred regions of a cache, all of them used each second. */
final class ManyRoutes implements Collector {

  @Override
  public Pace pace() {
    return Pace.EVERY_SECOND;
  }

  @Override
  public void collect(Frame.Builder frame) {
    for (int i = 0; i < 100; i++) {
      frame.add(SeriesKind.CACHE, "region-" + i, 5, 3, 1);
    }
    for (int i = 0; i < 10_000; i++) {
      frame.add(SeriesKind.ROUTE, "GET /api/things/" + i + "/{id}", 3, 1, 0, 9e6, 5e6);
    }
  }

  /** The same in all buckets that are kept. */
  static void fill(DataSource source, History history) throws SQLException {
    while (history.merge() > 0) {
      // All of them.
    }
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO monitor_buckets (period, start, series, content)
          SELECT bucket.period, bucket.start - n * kept.length, bucket.series, bucket.content
          FROM monitor_buckets AS bucket
          JOIN (VALUES (0, interval '1 minute', 359), (3, interval '1 day', 365))
            AS kept (period, length, count) USING (period)
          CROSS JOIN LATERAL generate_series(1, kept.count) AS n
          """);
      statement.execute("ANALYZE monitor_buckets");
    }
  }
}
