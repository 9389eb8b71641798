package com.veetssuites.monitor.runtime;

import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.SeriesKind;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections of the application's pool. */
public final class PoolCollector implements Collector {

  private final String node;
  private final Supplier<@Nullable HikariDataSource> pool;

  /**
   * @param node its name
   * @param pool null as long as there is none
   */
  public PoolCollector(String node, Supplier<@Nullable HikariDataSource> pool) {
    this.node = node;
    this.pool = pool;
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_SECOND;
  }

  @Override
  public void collect(Frame.Builder frame) {
    HikariDataSource source = pool.get();
    HikariPoolMXBean bean = source == null ? null : source.getHikariPoolMXBean();
    if (source != null && bean != null) {
      frame.add(
          SeriesKind.DATABASE,
          node,
          0,
          0,
          0,
          bean.getActiveConnections(),
          bean.getIdleConnections(),
          bean.getThreadsAwaitingConnection(),
          source.getMaximumPoolSize());
    }
  }
}
