package com.veetssuites.platform.storage;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.database.DataFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.FileSystemResource;

/** Files in a folder, on this machine or shared by several. */
final class FolderFileStore implements FileStore {

  private static final Logger LOG = LoggerFactory.getLogger(FolderFileStore.class);

  /** Files that are listed at a time. */
  private static final int PAGE = 1_000;

  /** What nobody has written to for this time belongs to a process that has died. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final Path unfinished;
  private final Clock clock;

  FolderFileStore(DataFolder dataFolder, Clock clock) {
    folder = dataFolder.path().toAbsolutePath().normalize().resolve("files");
    unfinished = folder.resolve(".unfinished");
    this.clock = clock;
    try {
      Files.createDirectories(unfinished);
    } catch (IOException e) {
      throw new CommandFailed("Files cannot be kept in %s: %s".formatted(folder, e), e);
    }
    deleteAbandoned();
  }

  @Override
  public FileUpload begin(String area, String contentType) {
    return upload(FileKeys.next(area, contentType));
  }

  @Override
  public Optional<FileUpload> resume(String ticket) {
    if (!FileKeys.isKey(ticket)) {
      return Optional.empty();
    }
    FolderUpload upload = upload(ticket);
    return upload.resume() ? Optional.of(upload) : Optional.empty();
  }

  private FolderUpload upload(String key) {
    return new FolderUpload(key, unfinished.resolve(FileKeys.name(key)), folder.resolve(key));
  }

  @Override
  public Optional<StoredFile> open(String key) {
    if (!FileKeys.isKey(key)) {
      return Optional.empty();
    }
    Path file = folder.resolve(key);
    return Files.isRegularFile(file)
        ? Optional.of(new StoredFile(new FileSystemResource(file), FileKeys.contentType(key)))
        : Optional.empty();
  }

  @Override
  public void list(String area, ListedFiles to) throws InterruptedException {
    List<ListedFile> page = new ArrayList<>(PAGE);
    Path directory = folder.resolve(FileKeys.requireArea(area));
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        String key = area + "/" + path.getFileName();
        if (FileKeys.isKey(key)) {
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

  @Override
  public void delete(String key) {
    if (FileKeys.isKey(key)) {
      discard(folder.resolve(key));
    }
  }

  static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("A file that is not needed any more could not be deleted: {}", e.toString());
    }
  }

  @Override
  public void deleteAbandoned() {
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
    } catch (IOException e) {
      LOG.warn("The unfinished files of dead processes cannot be looked through: {}", e.toString());
    }
  }
}
