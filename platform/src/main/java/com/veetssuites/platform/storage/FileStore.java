package com.veetssuites.platform.storage;

import com.veetssuites.platform.web.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Files by key, in a folder or in an S3-compatible store. A key names its area and is made up by
 * the store: {@code portfolios/0f8c….pdf}. A file never changes: what replaces it gets a key of its
 * own.
 *
 * <p>A file is there completely or not at all. Safe for use by any number of threads and processes.
 */
public interface FileStore {

  /** A stored file. */
  record StoredFile(Resource content, String contentType) {}

  /**
   * Stores the bytes of the stream, and returns the key of the new file.
   *
   * @param area the first part of the key: lower-case letters
   * @throws StorageUnavailable when the file cannot be written, as on a full disk; nothing of it
   *     remains
   */
  default String store(String area, InputStream content, String contentType) {
    try (FileUpload upload = begin(area, contentType)) {
      boolean stored = false;
      try {
        byte[] buffer = new byte[FileUpload.BUFFER];
        for (int read; (read = content.read(buffer)) >= 0; ) {
          upload.write(buffer, 0, read);
        }
        String key = upload.finish();
        stored = true;
        return key;
      } catch (IOException e) {
        LoggerFactory.getLogger(FileStore.class)
            .error("What was to be stored could not be read: {}", e.toString());
        throw new StorageUnavailable();
      } finally {
        if (!stored) {
          upload.discard();
        }
      }
    }
  }

  /**
   * Begins a file whose bytes come piece by piece, perhaps over several lives of the process.
   *
   * @throws StorageUnavailable when it cannot be begun
   */
  FileUpload begin(String area, String contentType);

  /**
   * The upload of a {@linkplain FileUpload#ticket() ticket}, as far as it had come. Empty when
   * nothing is left of it.
   */
  Optional<FileUpload> resume(String ticket);

  /** The file of a key, if there is one. */
  Optional<StoredFile> open(String key);

  /** A file as a list shows it. */
  record ListedFile(String key, Instant storedAt) {}

  /** Takes the files of a list, some at a time. */
  @FunctionalInterface
  interface ListedFiles {
    void take(List<ListedFile> files) throws InterruptedException;
  }

  /**
   * Lists the files of an area, in any order, at most a thousand at a time. One that is stored or
   * deleted meanwhile is listed or not.
   *
   * @throws StorageUnavailable when they cannot be listed
   */
  void list(String area, ListedFiles to) throws InterruptedException;

  /** Deletes the file, if it is there. One that cannot be deleted is logged and left. */
  void delete(String key);

  /** Deletes what processes that have died left unfinished some days ago. */
  void deleteAbandoned();

  /** Deletes the file once the current transaction has committed, and only then. */
  default void deleteAfterCommit(String key) {
    deleteAfterCompletion(key, TransactionSynchronization.STATUS_COMMITTED);
  }

  /**
   * Deletes the file if the current transaction is rolled back. When nobody knows how it ended, as
   * after a lost connection, the file stays: an orphan is the smaller evil.
   */
  default void deleteOnRollback(String key) {
    deleteAfterCompletion(key, TransactionSynchronization.STATUS_ROLLED_BACK);
  }

  private void deleteAfterCompletion(String key, int outcome) {
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

  /** Files cannot be read or written at the moment. */
  final class StorageUnavailable extends Problem {
    StorageUnavailable() {
      super(
          HttpStatus.SERVICE_UNAVAILABLE,
          "The file could not be stored at the moment. Nothing was changed; try again later.");
    }
  }
}
