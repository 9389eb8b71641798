package com.veetssuites.platform.storage;

import com.veetssuites.platform.storage.FileStore.StorageUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is written under another name, part by part forced to the disk, and only then given
 * its own. So what lies before the last part that was begun survives a power failure too.
 */
final class FolderUpload implements FileUpload {

  private static final Logger LOG = LoggerFactory.getLogger(FolderUpload.class);
  private static final int PART = 8 * 1024 * 1024;

  private final String key;
  private final Path fresh;
  private final Path target;
  private @Nullable FileChannel channel;
  private long size;
  private boolean finished;

  FolderUpload(String key, Path fresh, Path target) {
    this.key = key;
    this.fresh = fresh;
    this.target = target;
  }

  /** Goes on where another has stopped; false when there is nothing of it. */
  boolean resume() {
    try {
      if (Files.isRegularFile(target)) {
        finished = true;
        size = Files.size(target);
        return true;
      }
      if (!Files.isRegularFile(fresh)) {
        return false;
      }
      // That the next part was begun says that this one was forced.
      size = Math.max(0, Files.size(fresh) - 1) / PART * PART;
      return true;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public String ticket() {
    try {
      if (!finished) {
        var _ = channel(); // so that there is something to resume
      }
      return key;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    try {
      int from = offset;
      int end = offset + length;
      while (from < end) {
        int piece = (int) Math.min(end - from, PART - size % PART);
        // By position: two that write the same bytes are in nobody's way.
        var buffer = ByteBuffer.wrap(bytes, from, piece);
        while (buffer.hasRemaining()) {
          size += channel().write(buffer, size);
        }
        from += piece;
        if (size % PART == 0) {
          channel().force(false);
        }
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public String finish() {
    if (finished) {
      return key;
    }
    try {
      channel().truncate(size);
      channel().force(true);
      close();
      Path directory = Objects.requireNonNull(target.getParent());
      Files.createDirectories(directory);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      finished = true;
      force(directory);
      return key;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void discard() {
    close();
    FolderFileStore.discard(fresh);
    FolderFileStore.discard(target);
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.warn("An unfinished file could not be closed: {}", e.toString());
      }
      channel = null;
    }
  }

  private FileChannel channel() throws IOException {
    if (channel == null) {
      channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
    return channel;
  }

  /** The name of a file survives a power failure only when its folder is forced too. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static StorageUnavailable unavailable(IOException e) {
    LOG.error("A file could not be stored: {}", e.toString());
    return new StorageUnavailable();
  }
}
