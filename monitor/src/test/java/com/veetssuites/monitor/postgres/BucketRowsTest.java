package com.veetssuites.monitor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.monitor.postgres.BucketRows.Place;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A series is never removed under a node that is about to add a bucket of it. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class BucketRowsTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final DataSource source;

  BucketRowsTest(DataSource source) {
    this.source = source;
  }

  private static final class Bytes implements BucketRows.Contents {

    @Override
    public Map<Place, byte[]> of(List<FrameRow> frames) {
      return Map.of(new Place(3, NOON, "ROUTE", "new"), new byte[] {1});
    }

    @Override
    public byte[] together(Place place, byte[] kept, byte[] more) {
      return more;
    }
  }

  @Test
  void a_series_without_buckets_stays_while_a_node_merges() throws Exception {
    try (Connection merging = source.getConnection();
        Connection pruning = source.getConnection();
        Statement statement = pruning.createStatement()) {
      MonitorSchema.create(merging);
      statement.execute("INSERT INTO monitor_series (kind, name) VALUES ('ROUTE', '(others)')");
      FrameRows.append(merging, List.of(new FrameRow("a", NOON, 10, new byte[] {0})));
      int merged =
          BucketRows.merge(merging, 10, 1, place -> meanwhile(pruning, place), new Bytes());
      assertThat(merged).isEqualTo(1);
      assertThat(BucketRows.read(pruning, 3, Instant.EPOCH, "ROUTE", "(others)")).hasSize(1);
      BucketRows.prune(pruning, 3, NOON);
      assertThat(BucketRows.pruneSeries(pruning)).isEqualTo(1);
    }
  }

  /** The series are read already, and nothing is written yet. */
  private static Place meanwhile(Connection pruning, Place place) {
    try {
      assertThat(BucketRows.pruneSeries(pruning)).isZero();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Place(place.period(), place.start(), place.kind(), "(others)");
  }
}
