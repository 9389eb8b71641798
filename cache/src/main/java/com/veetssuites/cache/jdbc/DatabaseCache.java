package com.veetssuites.cache.jdbc;

import com.veetssuites.cache.Load;
import com.veetssuites.cache.Position;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The bridge between a PostgreSQL database and the cache. What is read while a value is loaded
 * becomes what the value depends on; what a transaction writes is invalidated when it has
 * committed, and not before. Everything is seen at the JDBC level, by a proxy of datasource-proxy,
 * so it does not matter who writes the SQL.
 *
 * <p>Put together in this order: a {@link #DatabaseCache}; the data source {@linkplain #watch
 * watched}; the cache, built with {@link #transactions}; {@link #start}. Safe for use by many
 * threads.
 */
public final class DatabaseCache implements AutoCloseable {

  private final OutboxMode mode;
  private final Outbox outbox = new Outbox();
  private final Plans plans = new Plans();
  private final JdbcTransactions transactions = new JdbcTransactions(outbox, plans);
  private final ConnectionListener connections = new ConnectionListener(transactions);
  private final StatementListener statements =
      new StatementListener(transactions, connections, plans);
  private @Nullable OutboxPoller poller;

  /** A bridge that is not in use yet. */
  public DatabaseCache(OutboxMode mode) {
    this.mode = mode;
  }

  /** What the cache must be built with. */
  public Transactions transactions() {
    return transactions;
  }

  /** Sees statements: for a proxy that is not built by {@link #watch}. */
  public QueryExecutionListener statements() {
    return statements;
  }

  /** Sees connections: for a proxy that is not built by {@link #watch}. */
  public MethodExecutionListener connections() {
    return connections;
  }

  /** Lets a proxy show results to this: for one that has both listeners already. */
  public void results(ProxyDataSourceBuilder builder) {
    builder.proxyResultSet().jdbcProxyFactory(new WatchedResults());
  }

  /** The same data source, seen by this. */
  public DataSource watch(DataSource source) {
    ProxyDataSourceBuilder builder =
        ProxyDataSourceBuilder.create("cache", source)
            .listener(statements)
            .methodListener(connections);
    results(builder);
    return builder.build();
  }

  /**
   * What this node had applied before the calling thread's last query; null when it has run none.
   */
  public @Nullable Position lastRead() {
    Caller caller = Caller.known();
    return caller == null ? null : caller.read;
  }

  /** The value is made of the row of this key. */
  public void dependOnRow(Load load, String table, Object key) {
    String name = unqualified(table);
    ValueKind kind =
        switch (key) {
          case Number _ -> ValueKind.INTEGER;
          case UUID _ -> ValueKind.UUID;
          case String _ -> ValueKind.TEXT;
          default -> ValueKind.NONE;
        };
    String text = kind.text(key);
    Schema schema = plans.schema();
    Table known = schema == null ? null : schema.table(name);
    if (text == null || known == null || known.keyKind() != kind) {
      dependOnTable(load, table);
    } else {
      load.dependOn(new Tag(TableTags.unknown(name)));
      load.dependOn(new Tag(TableTags.rows(name) + text));
    }
  }

  /** The value is made of anything in this table. */
  public void dependOnTable(Load load, String table) {
    load.dependOn(new Tag(TableTags.any(unqualified(table))));
  }

  private static String unqualified(String table) {
    return ReadPlanner.folded(table.substring(table.lastIndexOf('.') + 1));
  }

  /** Asks this as well for what statements do not show. */
  public void add(SessionCache sessions) {
    transactions.add(sessions);
  }

  /**
   * Begins: prepares the outbox, and follows it.
   *
   * @param source connections that are not watched; one is kept until {@link #close}
   * @throws IllegalStateException when the outbox is required and missing
   */
  public void start(TieredCaches caches, ConnectionSource source) throws SQLException {
    try (Connection connection = source.open()) {
      connection.setAutoCommit(true);
      outbox.prepare(connection, mode);
    }
    transactions.start(caches);
    OutboxPoller started =
        new OutboxPoller(
            caches, outbox, plans, transactions.standbys(), source, caches.maxStaleness());
    poller = started;
    transactions.standbys().sampledBy(started::wake);
    caches.source(started::readNow);
    started.start();
  }

  /** Leaves out some tags, for the test that looks for missing ones. */
  void forgetting(Predicate<String> tags) {
    outbox.forgetting(tags);
  }

  /** Whether the outbox has been read, or there is none. */
  boolean following() {
    return poller != null && poller.begun();
  }

  /** Stops following the outbox. */
  @Override
  public void close() {
    if (poller != null) {
      poller.close();
    }
  }
}
