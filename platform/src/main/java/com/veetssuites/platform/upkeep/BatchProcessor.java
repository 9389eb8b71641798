package com.veetssuites.platform.upkeep;

import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Does something to many items, a hundred at a time, and goes on where an earlier try ended. */
@Component
class BatchProcessor {

  static final int CHUNK = 100;

  private final Map<String, BatchItems> types = new TreeMap<>();

  BatchProcessor(List<BatchItems> items) {
    for (BatchItems each : items) {
      if (types.put(each.type(), each) != null) {
        throw new IllegalStateException("There are two batch items of type " + each.type() + ".");
      }
    }
  }

  @TaskHandler(queue = "file_processing", timeLimit = "1h", resultTtl = "1d")
  ProcessedItems process(BatchProcessItems task, TaskContext context) throws Exception {
    BatchItems items = items(task.type());
    List<Long> ids = ids(task.ids());
    Position position = Position.parse(context.checkpoint());
    while (position.done() < ids.size()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Stopped after %d items".formatted(position.done()));
      }
      List<Long> chunk =
          ids.subList(position.done(), Math.min(ids.size(), position.done() + CHUNK));
      position = position.after(chunk.size(), items.process(chunk));
      context.checkpoint(position.toString());
      context.progress(
          100 * position.done() / ids.size(),
          "%d of %d items".formatted(position.done(), ids.size()));
    }
    return new ProcessedItems(
        task.type(), ids.size(), position.processed(), ids.size() - position.processed());
  }

  private BatchItems items(@Nullable String type) {
    BatchItems items = type == null ? null : types.get(type);
    if (items == null) {
      throw new PermanentFailure(
          "There are no batch items of type \"%s\"; there are: %s."
              .formatted(type, String.join(", ", types.keySet())));
    }
    return items;
  }

  /** Whoever wrote the payload by hand may have left anything out. */
  private static List<Long> ids(@Nullable List<Long> ids) {
    if (ids == null || ids.stream().anyMatch(id -> Objects.requireNonNullElse(id, 0L) < 1)) {
      throw new PermanentFailure(
          "The ids of the items must be a list of whole numbers above zero.");
    }
    return ids.stream().distinct().toList();
  }

  /**
   * How far the work is, as the checkpoint keeps it.
   *
   * @param done ids from the beginning
   * @param processed items that there were among them
   */
  private record Position(int done, int processed) {

    static Position parse(@Nullable String checkpoint) {
      if (checkpoint == null) {
        return new Position(0, 0);
      }
      int slash = checkpoint.indexOf('/');
      return new Position(
          Integer.parseInt(checkpoint.substring(slash + 1)),
          Integer.parseInt(checkpoint.substring(0, slash)));
    }

    Position after(int items, int found) {
      return new Position(done + items, processed + found);
    }

    @Override
    public String toString() {
      return processed + "/" + done;
    }
  }
}
