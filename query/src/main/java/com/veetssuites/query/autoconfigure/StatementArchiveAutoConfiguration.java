package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.StatementStore;
import com.veetssuites.query.jdbc.StatementArchive;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/** Saves what statements have cost, now and then and before the end. */
@AutoConfiguration(after = {QueryAutoConfiguration.class, DataSourceAutoConfiguration.class})
@ConditionalOnBean(StatementStore.class)
@ConditionalOnSingleCandidate(DataSource.class)
public final class StatementArchiveAutoConfiguration {

  @Bean
  SmartLifecycle statementArchive(
      StatementStore store, DataSource source, QueryProperties properties) {
    return new Saving(
        new StatementArchive(store, Unwatched.behind(source), Saving.TIMEOUT_SECONDS),
        properties.statements().saveEvery());
  }

  private static final class Saving implements SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(StatementArchive.class);
    private static final int TIMEOUT_SECONDS = 10;

    private final StatementArchive archive;
    private final Duration every;
    private volatile boolean running;
    private @Nullable ScheduledExecutorService thread;
    private boolean prepared;
    private boolean told;

    Saving(StatementArchive archive, Duration every) {
      this.archive = archive;
      this.every = every;
    }

    @Override
    public synchronized void start() {
      running = true;
      if (every.isPositive()) {
        thread =
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("statement-archive").factory());
        thread.scheduleWithFixedDelay(
            this::save, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    /** Late: after the requests, before the data source. */
    @Override
    public void stop() {
      running = false;
      ScheduledExecutorService saving;
      synchronized (this) {
        saving = thread;
        thread = null;
      }
      if (saving == null) {
        return;
      }
      saving.shutdown();
      try {
        if (saving.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
          save();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void save() {
      try {
        if (!prepared) {
          archive.prepare();
          prepared = true;
        }
        archive.save();
        told = false;
      } catch (SQLException | RuntimeException e) {
        if (!told) {
          told = true;
          LOGGER.warn(
              "What statements cost cannot be saved in the table query_statements: {} It is tried"
                  + " again every {}.",
              e.getMessage(),
              every);
        }
      }
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return Integer.MIN_VALUE;
    }
  }
}
