package com.veetssuites.platform.upkeep;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.WarmReport;
import com.veetssuites.cache.WarmRequest;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Warms the cache: the memory of the node that runs it, and what the nodes share. */
@Component
class CacheWarmUp {

  private final ObjectProvider<CacheWarmers> warmers;

  CacheWarmUp(ObjectProvider<CacheWarmers> warmers) {
    this.warmers = warmers;
  }

  /**
   * What cannot be warmed is part of the result: the rest is warm, and a visitor loads it anyway.
   */
  @TaskHandler(queue = "cache", maxRetries = 1, timeLimit = "15m", resultTtl = "1d")
  WarmedCache warm(WarmCache task, TaskContext context) throws InterruptedException {
    CacheWarmers all = warmers.getObject();
    List<String> parts = Objects.requireNonNullElse(task.parts(), List.of());
    List<String> names =
        parts.isEmpty() ? all.all().stream().map(CacheWarmer::name).toList() : parts;
    WarmRequest request = new WarmRequest(Objects.requireNonNullElse(task.limits(), Map.of()));
    WarmReport report;
    try {
      report = all.warm(names, request, new Progress(context)::moved);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure(Objects.requireNonNull(e.getMessage()), e);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Stopped after %d things".formatted(report.done()));
    }
    return WarmedCache.of(report);
  }

  /** The sum of the parts, which run beside each other. */
  private static final class Progress {
    private final TaskContext context;
    private final Map<String, WarmReport.Part> parts = new TreeMap<>();

    Progress(TaskContext context) {
      this.context = context;
    }

    synchronized void moved(WarmReport.Part part) {
      parts.put(part.warmer(), part);
      long total = parts.values().stream().mapToLong(WarmReport.Part::total).sum();
      long done = parts.values().stream().mapToLong(each -> each.done() + each.failed()).sum();
      context.progress(
          (int) (100 * done / Math.max(1, total)),
          "%s: %d of %d".formatted(part.warmer(), part.done() + part.failed(), part.total()));
    }
  }
}
