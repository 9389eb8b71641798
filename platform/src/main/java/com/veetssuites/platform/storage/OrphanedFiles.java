package com.veetssuites.platform.storage;

import com.veetssuites.platform.upkeep.CleanUp;
import com.veetssuites.platform.upkeep.CleanUpContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Deletes the files that no row names: those of uploads that ended between the file and its row,
 * and those that could not be deleted with their rows.
 */
@Component
class OrphanedFiles implements CleanUp {

  /**
   * The row of a younger file may be on its way. S3 counts from the beginning of an upload, which
   * may go on for three days.
   */
  private static final Duration AGE = Duration.ofDays(4);

  private final FileStore files;
  private final List<FileOwner> owners;

  OrphanedFiles(FileStore files, List<FileOwner> owners) {
    this.files = files;
    this.owners = owners;
  }

  @Override
  public String name() {
    return "orphaned files";
  }

  @Override
  public long run(CleanUpContext context) throws InterruptedException {
    files.deleteAbandoned(); // also where no server ever starts again
    Instant before = context.before(AGE);
    var deleted = new AtomicLong();
    for (FileOwner owner : owners) {
      files.list(
          owner.area(),
          page -> {
            List<String> old =
                page.stream()
                    .filter(file -> file.storedAt().isBefore(before))
                    .map(FileStore.ListedFile::key)
                    .toList();
            if (!old.isEmpty()) {
              Set<String> used = owner.inUse(old);
              old.stream()
                  .filter(key -> !used.contains(key))
                  .forEach(key -> {
                    files.delete(key);
                    deleted.incrementAndGet();
                  });
            }
            context.removed(deleted.get());
          });
    }
    return deleted.get();
  }
}
