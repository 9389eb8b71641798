package com.veetssuites.platform.storage;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.platform.web.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Files by key, in a folder. A key names its area and is made up by the store: {@code
 * portfolios/0f8c….pdf}. A file never changes: what replaces it gets a key of its own.
 *
 * <p>A file is there completely or not at all: it is written under another name, forced to the
 * disk, and only then given its own. Safe for use by any number of threads and processes.
 */
@Component
public class FileStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

  /** The ending of a key keeps the content type, as a folder has nowhere else to keep it. */
  private static final Map<String, String> ENDINGS =
      Map.of(
          "application/pdf", ".pdf",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx",
          "video/mp4", ".mp4");

  private static final Pattern AREA = Pattern.compile("[a-z]{1,30}");
  private static final Pattern KEY =
      Pattern.compile(
          "[a-z]{1,30}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(\\.[a-z0-9]{1,5})?");

  /** Files that are listed at a time; also the most that an S3 answer holds. */
  private static final int PAGE = 1_000;

  /** A file that is still unfinished after this time belongs to a process that has died. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final Path unfinished;

  FileStore(DataFolder dataFolder, Clock clock) {
    folder = dataFolder.path().toAbsolutePath().normalize().resolve("files");
    unfinished = folder.resolve(".unfinished");
    try {
      Files.createDirectories(unfinished);
      deleteAbandoned(clock);
    } catch (IOException e) {
      throw new CommandFailed("Files cannot be kept in %s: %s".formatted(folder, e), e);
    }
  }

  /** A stored file. */
  public record StoredFile(Resource content, String contentType) {}

  /**
   * Stores the bytes of the stream, and returns the key of the new file.
   *
   * @param area the first part of the key: lower-case letters
   * @throws StorageUnavailable when the file cannot be written, as on a full disk; nothing of it
   *     remains
   */
  public String store(String area, InputStream content, String contentType) {
    if (!AREA.matcher(area).matches()) {
      throw new IllegalArgumentException("Not an area: " + area);
    }
    String key = area + "/" + UUID.randomUUID() + ENDINGS.getOrDefault(contentType, "");
    Path directory = folder.resolve(area);
    Path target = folder.resolve(key);
    Path fresh = unfinished.resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.transferTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      force(directory);
      return key;
    } catch (IOException e) {
      LOG.error("A file could not be stored: {}", e.toString());
      discard(target);
      throw new StorageUnavailable();
    } finally {
      discard(fresh); // does not exist any more once it has its own name
    }
  }

  /** The file of a key, if there is one. */
  public Optional<StoredFile> open(String key) {
    if (!KEY.matcher(key).matches()) {
      return Optional.empty();
    }
    Path file = folder.resolve(key);
    return Files.isRegularFile(file)
        ? Optional.of(new StoredFile(new FileSystemResource(file), contentType(key)))
        : Optional.empty();
  }

  /** A file as a list shows it. */
  public record ListedFile(String key, Instant storedAt) {}

  /** Takes the files of a list, some at a time. */
  @FunctionalInterface
  public interface ListedFiles {
    void take(List<ListedFile> files) throws InterruptedException;
  }

  /**
   * Lists the files of an area, in any order, at most a thousand at a time. One that is stored or
   * deleted meanwhile is listed or not.
   *
   * @throws StorageUnavailable when they cannot be listed
   */
  public void list(String area, ListedFiles to) throws InterruptedException {
    if (!AREA.matcher(area).matches()) {
      throw new IllegalArgumentException("Not an area: " + area);
    }
    List<ListedFile> page = new ArrayList<>(PAGE);
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder.resolve(area))) {
      for (Path path : paths) {
        String key = area + "/" + path.getFileName();
        if (KEY.matcher(key).matches()) {
          try {
            page.add(new ListedFile(key, Files.getLastModifiedTime(path).toInstant()));
          } catch (NoSuchFileException e) {
            // deleted just now
          }
        }
        if (page.size() == PAGE) {
          to.take(List.copyOf(page));
          page.clear();
        }
      }
    } catch (NoSuchFileException e) {
      // nothing was ever stored there
    } catch (DirectoryIteratorException | IOException e) {
      LOG.error("The files of {} cannot be listed: {}", area, e.toString());
      throw new StorageUnavailable();
    }
    to.take(List.copyOf(page));
  }

  /** Deletes the file, if it is there. One that cannot be deleted is logged and left. */
  public void delete(String key) {
    if (KEY.matcher(key).matches()) {
      discard(folder.resolve(key));
    }
  }

  /** Deletes the file once the current transaction has committed, and only then. */
  public void deleteAfterCommit(String key) {
    afterCompletion(key, TransactionSynchronization.STATUS_COMMITTED);
  }

  /**
   * Deletes the file if the current transaction is rolled back. When nobody knows how it ended, as
   * after a lost connection, the file stays: an orphan is the smaller evil.
   */
  public void deleteOnRollback(String key) {
    afterCompletion(key, TransactionSynchronization.STATUS_ROLLED_BACK);
  }

  private void afterCompletion(String key, int outcome) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            if (status == outcome) {
              delete(key);
            }
          }
        });
  }

  private static String contentType(String key) {
    return ENDINGS.entrySet().stream()
        .filter(ending -> key.endsWith(ending.getValue()))
        .map(Map.Entry::getKey)
        .findAny()
        .orElse("application/octet-stream");
  }

  /** The name of a file survives a power failure only when its folder is forced too. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("A file that is not needed any more could not be deleted: {}", e.toString());
    }
  }

  private void deleteAbandoned(Clock clock) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(unfinished)) {
      for (Path file : files) {
        try {
          if (Files.getLastModifiedTime(file)
              .toInstant()
              .isBefore(clock.instant().minus(ABANDONED))) {
            discard(file);
          }
        } catch (NoSuchFileException e) {
          // its writer has just finished it
        }
      }
    }
  }

  /** Files cannot be written at the moment. */
  public static final class StorageUnavailable extends Problem {
    StorageUnavailable() {
      super(
          HttpStatus.SERVICE_UNAVAILABLE,
          "The file could not be stored at the moment. Nothing was changed; try again later.");
    }
  }
}
