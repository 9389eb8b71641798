package com.veetssuites.platform.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;

/**
 * What PostgreSQL reports, in {@code postgres.log}: at most twice {@link #LIMIT} on disk, the older
 * half in {@code postgres.log.1}.
 */
final class ServerLog implements AutoCloseable {

  private static final long LIMIT = 8L << 20;
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final Path file;
  private final Thread keeper;

  private ServerLog(Path file) {
    this.file = file;
    keeper = Thread.ofVirtual().name("postgres-log").unstarted(this::keepSmall);
  }

  static ServerLog open(Path file, ServerAccount account) throws IOException {
    if (Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    account.give(file);
    var log = new ServerLog(file);
    log.rotate();
    log.keeper.start();
    return log;
  }

  Path file() {
    return file;
  }

  long size() throws IOException {
    return Files.size(file);
  }

  /** What was reported since the log had this size, at most 64 KB of it. */
  String since(long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] text = new byte[64 * 1024];
      int length = channel.read(ByteBuffer.wrap(text), Math.max(0, size));
      return new String(Arrays.copyOf(text, Math.max(0, length)), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    keeper.interrupt();
  }

  private void keepSmall() {
    try {
      while (true) {
        Pause.of(INTERVAL);
        rotate();
      }
    } catch (IOException e) {
      // Closed, or the folder is gone.
    }
  }

  /** Copies and truncates: PostgreSQL appends, so that it writes on at the new end. */
  void rotate() throws IOException {
    if (size() > LIMIT) {
      Files.copy(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
      FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
    }
  }
}
