package com.veetssuites.platform.upkeep;

import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Runs the clean-ups of all domains. */
@Component
class ResourceCleaner {

  private static final Logger LOG = LoggerFactory.getLogger(ResourceCleaner.class);

  private final ObjectProvider<CleanUp> cleanUps;
  private final Batches batches;
  private final Clock clock;

  ResourceCleaner(ObjectProvider<CleanUp> cleanUps, Batches batches, Clock clock) {
    this.cleanUps = cleanUps;
    this.batches = batches;
    this.clock = clock;
  }

  /**
   * Runs them one after the other. When some have failed, the task fails after the last one, so
   * that it is tried again and cannot be overlooked; those that succeeded find little the second
   * time.
   */
  @TaskHandler(queue = "maintenance", maxRetries = 2, backoff = "10m", timeLimit = "1h")
  CleanedResources clean(CleanUpResources task, TaskContext context) throws InterruptedException {
    List<CleanUp> all = cleanUps.orderedStream().toList();
    Map<String, Long> removed = new LinkedHashMap<>();
    Map<String, String> failures = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      CleanUp each = all.get(i);
      int percent = 100 * i / all.size();
      context.progress(percent, each.name());
      try {
        removed.put(each.name(), each.run(context(each, percent, context)));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        LOG.warn("The clean-up of {} failed: {}", each.name(), e.toString());
        failures.put(each.name(), String.valueOf(e.getMessage()));
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("Stopped after " + each.name());
      }
    }
    LOG.info("Cleaned up: {}", removed);
    if (!failures.isEmpty()) {
      throw new CleanUpIncomplete(failures, removed);
    }
    return new CleanedResources(
        removed, removed.values().stream().mapToLong(Long::longValue).sum());
  }

  private CleanUpContext context(CleanUp each, int percent, TaskContext context) {
    return new CleanUpContext(
        clock.instant(),
        batches,
        done -> context.progress(percent, "%s: %,d removed".formatted(each.name(), done)));
  }

  /** Some clean-ups have failed; the others have run. */
  static final class CleanUpIncomplete extends RuntimeException {
    CleanUpIncomplete(Map<String, String> failures, Map<String, Long> removed) {
      super(
          "Not cleaned up: %s. Cleaned up: %s."
              .formatted(text(failures), removed.isEmpty() ? "nothing" : text(removed)));
    }

    private static String text(Map<String, ?> outcomes) {
      return outcomes.entrySet().stream()
          .map(each -> each.getKey() + " (" + each.getValue() + ")")
          .collect(Collectors.joining(", "));
    }
  }
}
