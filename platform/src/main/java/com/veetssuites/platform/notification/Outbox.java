package com.veetssuites.platform.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.digest.Sha256;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails as files, one {@code .eml} a mail (RFC 5322), where there is no mail server: for whoever
 * runs the platform to look at. Only they can read them. A file is there completely or not at all,
 * and a mail that is written again replaces its file.
 */
public final class Outbox implements MailTransport {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(UTC);
  private static final String UNFINISHED = ".unfinished";

  private final Path folder;

  Outbox(Path folder) {
    this.folder = folder;
  }

  @Override
  public Delivery deliver(Parcel parcel, HandOver handOver) {
    if (!handOver.granted()) {
      return new Delivery.Overtaken();
    }
    Path file = folder.resolve(name(parcel));
    try {
      write(parcel, file);
    } catch (IOException | MessagingException e) {
      return new Delivery.Deferred("The mail cannot be written to " + folder + ": " + e);
    }
    LOG.info("Mail to {} is in {}", parcel.to(), file);
    return new Delivery.Delivered();
  }

  private static String name(Parcel parcel) {
    byte[] hash = Sha256.of(parcel.key().getBytes(UTF_8));
    return "%s-%s.eml"
        .formatted(TIME.format(parcel.createdAt()), HexFormat.of().formatHex(hash, 0, 8));
  }

  private void write(Parcel parcel, Path file) throws IOException, MessagingException {
    createFolder();
    Path fresh = folder.resolve(UUID.randomUUID() + UNFINISHED);
    try {
      try (FileChannel channel =
              FileChannel.open(
                  fresh,
                  Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")));
          OutputStream out = Channels.newOutputStream(channel)) {
        parcel.message().writeTo(out);
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh); // does not exist any more once it has its own name
    }
  }

  private void createFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /**
   * Deletes files that were written before a time, those included that a dead process left
   * unfinished. Files of other names are left alone.
   *
   * @param most how many it deletes at most
   * @return how many it has deleted: fewer than that when there are no more
   */
  public int deleteOlderThan(Instant time, int most) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    int deleted = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "*{.eml," + UNFINISHED + "}")) {
      for (Path file : files) {
        if (deleted == most || Thread.currentThread().isInterrupted()) {
          break;
        }
        try {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(time)
              && Files.deleteIfExists(file)) {
            deleted++;
          }
        } catch (NoSuchFileException e) {
          // somebody else deletes as well
        }
      }
    }
    return deleted;
  }
}
