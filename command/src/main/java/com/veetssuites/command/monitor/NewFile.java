package com.veetssuites.command.monitor;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there as a whole or as it was before: written beside its place, forced to the
 * disk, and moved. What was not {@linkplain #write written} leaves nothing behind.
 */
final class NewFile implements AutoCloseable {

  private final Path place;
  private final Path fresh;
  private final FileChannel channel;

  private NewFile(Path place, Path fresh, FileChannel channel) {
    this.place = place;
    this.fresh = fresh;
    this.channel = channel;
  }

  /**
   * Begins it.
   *
   * @throws CommandFailed when it cannot be written there, with the path and why
   */
  static NewFile at(Path named) {
    Path path = named.toAbsolutePath().normalize();
    Path folder = path.getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw unwritable(named, "it is a folder", null);
    }
    if (!Files.isDirectory(folder)) {
      throw unwritable(named, "there is no folder " + folder, null);
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw unwritable(named, "it is no ordinary file; - is standard output", null);
    }
    try {
      // What a link stands for is replaced, not the link.
      Path place = Files.exists(path) ? path.toRealPath() : path;
      if (Files.exists(place) && !Files.isWritable(place)) {
        throw unwritable(named, "it is read-only", null);
      }
      String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
      Path fresh = place.resolveSibling("." + place.getFileName() + "." + random + ".new");
      FileChannel channel =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      fresh.toFile().deleteOnExit(); // after Ctrl-C
      return new NewFile(place, fresh, channel);
    } catch (AccessDeniedException e) {
      throw unwritable(named, "the folder may not be written", e);
    } catch (IOException e) {
      throw unwritable(named, String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes all of it, and puts it in its place. */
  void write(byte[] content) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        var _ = channel.write(buffer);
      }
      channel.force(true);
      channel.close();
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(place, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(fresh);
    } catch (IOException e) {
      throw unwritable(fresh, String.valueOf(e.getMessage()), e);
    }
  }

  private static CommandFailed unwritable(Path path, String why, @Nullable Throwable cause) {
    String sentence = "The file %s cannot be written: %s.".formatted(path, why);
    return cause == null ? new CommandFailed(sentence) : new CommandFailed(sentence, cause);
  }
}
