package com.veetssuites.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

  @TempDir private Path data;

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(data.resolve("outbox"))) {
      return files.toList();
    }
  }

  @Test
  void a_mail_is_a_file_that_its_owner_reads_and_mail_programs_too() throws Exception {
    var outbox = new Outbox(data.resolve("outbox"));
    assertThat(outbox.deliver(TestMail.parcel("key"), () -> true))
        .isInstanceOf(Delivery.Delivered.class);
    assertThat(outbox.deliver(TestMail.parcel("key"), () -> true))
        .isInstanceOf(Delivery.Delivered.class);
    assertThat(files()).hasSize(1);
    Path file = files().getFirst();
    assertThat(file.getFileName().toString()).matches("20261123T101530Z-[0-9a-f]{16}\\.eml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (InputStream in = Files.newInputStream(file)) {
      var message = new MimeMessage(Session.getInstance(new Properties()), in);
      assertThat(message.getSubject()).isEqualTo("Hello");
      assertThat(message.getAllRecipients()[0]).hasToString("ada@example.org");
    }
  }

  @Test
  void a_mail_that_is_not_granted_leaves_no_file_and_a_folder_that_is_a_file_defers()
      throws Exception {
    var outbox = new Outbox(data.resolve("outbox"));
    assertThat(outbox.deliver(TestMail.parcel("key"), () -> false))
        .isInstanceOf(Delivery.Overtaken.class);
    assertThat(data.resolve("outbox")).doesNotExist();
    Files.createFile(data.resolve("outbox"));
    assertThat(outbox.deliver(TestMail.parcel("key"), () -> true))
        .isInstanceOf(Delivery.Deferred.class);
  }

  @Test
  void old_mails_are_deleted_in_batches_and_nothing_else() throws Exception {
    var outbox = new Outbox(data.resolve("outbox"));
    assertThat(outbox.deleteOlderThan(Instant.now(), 10)).isZero();
    for (int i = 0; i < 5; i++) {
      outbox.deliver(TestMail.parcel("key" + i), () -> true);
    }
    Path other = Files.createFile(data.resolve("outbox/notes.txt"));
    Path unfinished = Files.createFile(data.resolve("outbox/x.unfinished"));
    Instant old = Instant.parse("2020-01-01T00:00:00Z");
    for (Path file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(old));
    }
    outbox.deliver(TestMail.parcel("new"), () -> true);

    Instant limit = Instant.parse("2020-01-02T00:00:00Z");
    assertThat(outbox.deleteOlderThan(limit, 4)).isEqualTo(4);
    assertThat(outbox.deleteOlderThan(limit, 4)).isEqualTo(2);
    assertThat(outbox.deleteOlderThan(limit, 4)).isZero();
    assertThat(files()).hasSize(2).contains(other).doesNotContain(unfinished);
  }
}
