package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who uses the embedded database of a data folder: three locks of the operating system on one file,
 * which end with the process that holds them, however it ends.
 *
 * <ul>
 *   <li>the <em>server</em>: one process serves the folder;
 *   <li>the <em>users</em>: shared by all processes that are connected, so that the last one stops
 *       PostgreSQL;
 *   <li>the <em>transition</em>: held while PostgreSQL is unpacked, made, started or stopped.
 * </ul>
 *
 * <p>POSIX drops all locks of a process on a file as soon as it closes any channel of that file.
 * Hence one channel a file and process, which {@link #OPEN} sees to.
 */
final class FolderLock implements AutoCloseable {

  private static final long SERVER = 0;
  private static final long USERS = 1;
  private static final long TRANSITION = 2;
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private @Nullable FileLock users;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens the lock file of a data folder, holding none of its locks yet. */
  static FolderLock open(Path folder) throws IOException {
    Path file = folder.toRealPath().resolve("postgres.lock");
    if (!OPEN.add(file)) {
      throw new CommandFailed(
          "The database in %s is already open in this process.".formatted(folder));
    }
    try {
      return new FolderLock(
          file,
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException | RuntimeException e) {
      OPEN.remove(file);
      throw e;
    }
  }

  /** Becomes the server of the folder. */
  void serve() throws IOException {
    if (channel.tryLock(SERVER, 1, false) == null) {
      throw new CommandFailed(
          """
          The data folder %s is served by another veets%s: stop that one, or give this one a folder of its own \
          with VEETS_DATA_FOLDER.\
          """
              .formatted(file.getParent(), holder()));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)),
        0);
  }

  /** Waits for the transition lock. */
  FileLock transition(Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      FileLock lock = channel.tryLock(TRANSITION, 1, false);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailed(
            "Another veets process has been starting or stopping the database in %s for %d seconds: see what it waits for."
                .formatted(file.getParent(), timeout.toSeconds()));
      }
      Pause.of(Duration.ofMillis(10));
    }
  }

  /** Counts this process among the users. Call with the transition lock. */
  void use() throws IOException {
    users = channel.lock(USERS, 1, true);
  }

  /**
   * Whether any other process uses the database. Call with the transition lock, and not as a user.
   */
  boolean usedByOthers() throws IOException {
    FileLock alone = channel.tryLock(USERS, 1, false);
    if (alone == null) {
      return true;
    }
    alone.release();
    return false;
  }

  /** Stops counting this process among the users. */
  void leave() throws IOException {
    if (users != null) {
      users.release();
      users = null;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OPEN.remove(file);
    }
  }

  private String holder() throws IOException {
    var content = ByteBuffer.allocate(16);
    int length = channel.read(content, 0);
    String pid =
        length <= 0
            ? ""
            : new String(content.array(), 0, length, StandardCharsets.US_ASCII).strip();
    return pid.matches("\\d+") ? " (process " + pid + ")" : "";
  }
}
