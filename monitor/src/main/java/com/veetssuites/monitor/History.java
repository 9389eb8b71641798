package com.veetssuites.monitor;

import com.veetssuites.monitor.postgres.BucketRow;
import com.veetssuites.monitor.postgres.BucketRows;
import com.veetssuites.monitor.postgres.BucketRows.Place;
import com.veetssuites.monitor.postgres.FrameRow;
import com.veetssuites.monitor.postgres.FrameRows;
import com.veetssuites.monitor.postgres.MonitorSchema;
import com.veetssuites.monitor.postgres.NodeRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes do and did, in the application's database: frames of ten seconds for twenty
 * minutes, and buckets of a minute to a day for up to a year.
 *
 * <p>A frame is written once by its node, and put into the buckets once by whichever node comes
 * first, in the transaction that marks it: what a node could not tell in time is added late, and
 * nothing is counted twice. Safe for many threads.
 */
public final class History {

  /** How long frames are there to be read. */
  static final Duration FRAMES_KEPT = Duration.ofMinutes(20);

  private static final Duration NODES_KEPT = Duration.ofDays(1);
  private static final Duration GONE = Duration.ofSeconds(12);
  private static final int MOST_NODES = 200;
  private static final int MERGED_AT_ONCE = 400;
  private static final Duration OVERLAP = Duration.ofSeconds(30);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration STALE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long MOST_POINTS = 200_000;

  private final Reading source;
  private final boolean createTables;
  private final int mostSeries;

  /** Frames that were read already, by node and start; guarded by itself. */
  private final Map<String, TreeMap<Instant, Frame>> known = new HashMap<>();

  /** Held by who reads frames; the others go on with what is known. */
  private final ReentrantLock reading = new ReentrantLock();

  private Instant readUntil = Instant.EPOCH;
  private volatile Instant readAt = Instant.EPOCH;

  /**
   * @param source whose statements nobody counts
   * @param createTables whether missing tables are made
   * @param mostSeries how many series have buckets, those of the others included; once pruned, rows
   *     are at most 1 902 times that
   */
  public History(DataSource source, boolean createTables, int mostSeries) {
    this.source = new Reading(source);
    this.createTables = createTables;
    this.mostSeries = mostSeries;
  }

  /** Makes the tables where they are missing, unless that is somebody else's business. */
  public void prepare() throws SQLException {
    if (!createTables) {
      return;
    }
    try (Connection connection = source.waiting()) {
      MonitorSchema.create(connection);
    }
  }

  Connection connection() throws SQLException {
    return source.waiting();
  }

  /** For who would rather have no answer than wait. */
  Connection reading() throws SQLException {
    return source.connection();
  }

  void beat(Node node) throws SQLException {
    try (Connection connection = source.waiting()) {
      FrameRows.beat(connection, node.name(), node.role(), node.version(), node.startedAt());
    }
  }

  void stopped(Node node) throws SQLException {
    try (Connection connection = source.waiting()) {
      FrameRows.stopped(connection, node.name());
    }
  }

  void append(Node node, List<Frame> frames) throws SQLException {
    try (Connection connection = source.waiting()) {
      FrameRows.append(
          connection,
          frames.stream()
              .map(each ->
                  new FrameRow(node.name(), each.start(), each.seconds(), FrameCodec.encode(each)))
              .toList());
    }
  }

  /** The processes of the last day, those that started last first. */
  public List<NodeStatus> nodes() throws SQLException {
    try (Connection connection = source.connection()) {
      return FrameRows.nodes(connection, MOST_NODES).stream().map(History::status).toList();
    }
  }

  private static NodeStatus status(NodeRow row) {
    NodeStatus.State state =
        row.stopped()
            ? NodeStatus.State.STOPPED
            : row.silence().compareTo(GONE) > 0 ? NodeStatus.State.GONE : NodeStatus.State.ALIVE;
    return new NodeStatus(
        row.node(), row.role(), row.version(), row.startedAt(), row.seenAt(), state);
  }

  /**
   * The frames of all nodes from a moment on, by node, oldest first. What was read once is not read
   * again.
   *
   * @param since not longer ago than twenty minutes
   */
  public Map<String, List<Frame>> frames(Instant since, Instant now) throws SQLException {
    Duration age = Duration.between(readAt, now).abs();
    if (age.compareTo(FRESH) >= 0) {
      if (locked(age.compareTo(STALE) > 0)) {
        try {
          read(now);
          readAt = now;
        } finally {
          reading.unlock();
        }
      } else if (age.compareTo(STALE) > 0) {
        throw new SQLTransientConnectionException("Another thread waits for the database.");
      }
    }
    synchronized (known) {
      Map<String, List<Frame>> frames = new TreeMap<>();
      known.forEach((node, all) -> {
        List<Frame> wanted = List.copyOf(all.tailMap(since, true).values());
        if (!wanted.isEmpty()) {
          frames.put(node, wanted);
        }
      });
      return frames;
    }
  }

  private boolean locked(boolean patiently) {
    try {
      return patiently
          ? reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          : reading.tryLock();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void read(Instant now) throws SQLException {
    Instant oldest = now.minus(FRAMES_KEPT);
    Duration passed = Duration.between(readUntil, now);
    // All that there is the first time, and when the clock of this node was turned back.
    Duration written =
        passed.isNegative() || passed.compareTo(FRAMES_KEPT) > 0
            ? NODES_KEPT
            : passed.plus(OVERLAP);
    List<FrameRow> rows;
    try (Connection connection = source.connection()) {
      rows = FrameRows.frames(connection, oldest, written);
    }
    readUntil = now;
    synchronized (known) {
      for (FrameRow row : rows) {
        TreeMap<Instant, Frame> frames = known.computeIfAbsent(row.node(), node -> new TreeMap<>());
        if (!frames.containsKey(row.start())) {
          Frame frame = FrameCodec.decode(row.start(), row.seconds(), row.content());
          if (frame != null) {
            frames.put(frame.start(), frame);
          }
        }
      }
      known.values().forEach(all -> all.headMap(oldest).clear());
      known.values().removeIf(TreeMap::isEmpty);
      shrink();
    }
  }

  /** With many nodes and series the oldest frames go earlier. */
  private void shrink() {
    long points =
        known.values().stream()
            .flatMap(all -> all.values().stream())
            .mapToLong(frame -> frame.points().size())
            .sum();
    while (points > MOST_POINTS) {
      TreeMap<Instant, Frame> oldest =
          Collections.min(known.values(), Comparator.comparing(TreeMap::firstKey));
      points -= oldest.pollFirstEntry().getValue().points().size();
      known.values().removeIf(TreeMap::isEmpty);
    }
  }

  /** Puts what nodes have told into buckets; returns how many frames. */
  public int merge() throws SQLException {
    try (Connection connection = source.waiting()) {
      return BucketRows.merge(
          connection,
          MERGED_AT_ONCE,
          Math.max(0, mostSeries - SeriesKind.values().length), // each may need one for the others
          place -> new Place(place.period(), place.start(), place.kind(), SeriesId.OTHERS),
          new Contents());
    }
  }

  /** What the codec knows about rows. */
  private static final class Contents implements BucketRows.Contents {

    @Override
    public Map<Place, byte[]> of(List<FrameRow> frames) {
      Map<Place, Point> points = new HashMap<>();
      for (FrameRow row : frames) {
        Frame frame = FrameCodec.decode(row.start(), row.seconds(), row.content());
        if (frame != null) {
          add(frame, points);
        }
      }
      Map<Place, byte[]> encoded = new HashMap<>();
      points.forEach((place, point) -> encoded.put(place, FrameCodec.encode(point)));
      return encoded;
    }

    private static void add(Frame frame, Map<Place, Point> points) {
      for (Period period : Period.values()) {
        Instant start = period.start(frame.start());
        frame
            .points()
            .forEach((id, point) ->
                points.merge(
                    new Place(period.ordinal(), start, id.kind().name(), id.nameIn(period)),
                    point,
                    Point::plus));
      }
    }

    @Override
    public byte[] together(Place place, byte[] kept, byte[] more) {
      SeriesKind kind = Objects.requireNonNull(FrameCodec.kind(place.kind()));
      return FrameCodec.encode(FrameCodec.decode(kind, kept).plus(FrameCodec.decode(kind, more)));
    }
  }

  /** A bucket. */
  public record Bucket(Instant start, SeriesId id, Point point) {}

  /**
   * Buckets from a moment on, oldest first.
   *
   * @param name of the series; null for all of the kind
   */
  public List<Bucket> buckets(Period period, Instant since, SeriesKind kind, @Nullable String name)
      throws SQLException {
    try (Connection connection = source.connection()) {
      List<Bucket> buckets = new ArrayList<>();
      for (BucketRow row :
          BucketRows.read(connection, period.ordinal(), since, kind.name(), name)) {
        buckets.add(
            new Bucket(
                row.start(),
                new SeriesId(kind, row.name()),
                FrameCodec.decode(kind, row.content())));
      }
      return buckets;
    }
  }

  /** Removes what is older than it is kept. */
  public int prune(Instant now) throws SQLException {
    try (Connection connection = source.waiting()) {
      int removed = FrameRows.prune(connection, now.minus(FRAMES_KEPT), now.minus(NODES_KEPT));
      for (Period period : Period.values()) {
        removed += BucketRows.prune(connection, period.ordinal(), now.minus(period.kept()));
      }
      return removed + BucketRows.pruneSeries(connection);
    }
  }
}
