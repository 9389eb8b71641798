package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.WarmReport;
import com.veetssuites.cache.WarmRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Warms once the program is ready, beside its first requests; nothing waits for it. */
final class WarmOnStart implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

  private static final Logger LOGGER = LoggerFactory.getLogger(WarmOnStart.class);

  private final CacheWarmers warmers;
  private final List<String> names;
  private @Nullable Thread thread;

  /**
   * What to warm.
   *
   * @param wanted {@code false}, {@code true}, or names of warmers
   * @throws IllegalArgumentException when there is no warmer of a name
   */
  WarmOnStart(CacheWarmers warmers, List<String> wanted) {
    this.warmers = warmers;
    if (wanted.isEmpty() || wanted.equals(List.of("false"))) {
      this.names = List.of();
    } else if (wanted.equals(List.of("true"))) {
      this.names = warmers.all().stream().map(CacheWarmer::name).toList();
    } else {
      warmers.check(wanted);
      this.names = List.copyOf(wanted);
    }
  }

  @Override
  public synchronized void onApplicationEvent(ApplicationReadyEvent ready) {
    if (!names.isEmpty() && thread == null) {
      thread = Thread.ofVirtual().name("cache-warm-up").start(this::warm);
    }
  }

  private void warm() {
    try {
      WarmReport report = warmers.warm(names, WarmRequest.UNLIMITED, part -> {});
      LOGGER.info(
          "Warmed {} values in {} ms; {} could not be.",
          report.done(),
          report.took().toMillis(),
          report.failed());
    } catch (RuntimeException e) {
      LOGGER.warn("The warm-up after the start failed: {}", e.toString());
    }
  }

  @Override
  public synchronized void destroy() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
