package com.veetssuites.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.storage.FileStore.StorageUnavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/** What every file store does, of whatever kind it is. */
@Timeout(120)
abstract class FileStoreContract {

  private static final int MEGABYTE = 1 << 20;
  private static final String MP4 = "video/mp4";

  /** A store as another process has it: with nothing in memory. */
  abstract FileStore open(Clock clock);

  /** Where its files and what is unfinished lie. */
  abstract Path folder();

  /** After this time an unfinished file is abandoned. */
  abstract Duration patience();

  private FileStore store() {
    return open(Clock.systemUTC());
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(folder())) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static byte[] read(FileStore store, String key) throws IOException {
    try (InputStream content = store.open(key).orElseThrow().content().getInputStream()) {
      return content.readAllBytes();
    }
  }

  @Test
  void a_file_comes_back_as_it_was_stored() throws IOException {
    FileStore store = store();
    for (int size : new int[] {0, 1, 100_000, 8 * MEGABYTE, 17 * MEGABYTE + 3}) {
      String key = store.store("recordings", new ByteArrayInputStream(bytes(size)), MP4);
      assertThat(key).startsWith("recordings/").endsWith(".mp4");
      assertThat(read(store, key)).isEqualTo(bytes(size));
      var file = store.open(key).orElseThrow();
      assertThat(file.contentType()).isEqualTo(MP4);
      assertThat(file.content().contentLength()).isEqualTo(size);
    }
    assertThat(files()).isEqualTo(5);
  }

  @Test
  void the_files_of_an_area_are_listed() throws InterruptedException {
    FileStore store = store();
    assertThat(listed(store, "recordings")).isEmpty();
    String one = store.store("recordings", new ByteArrayInputStream(bytes(1)), MP4);
    String two = store.store("recordings", new ByteArrayInputStream(bytes(2)), MP4);
    store.store("portfolios", new ByteArrayInputStream(bytes(3)), "application/pdf");
    assertThat(listed(store, "recordings")).containsExactlyInAnyOrder(one, two);
  }

  private static List<String> listed(FileStore store, String area) throws InterruptedException {
    List<String> keys = new ArrayList<>();
    store.list(area, page -> page.forEach(file -> keys.add(file.key())));
    return keys;
  }

  @Test
  void a_file_is_read_from_the_middle() throws IOException {
    FileStore store = store();
    String key = store.store("recordings", new ByteArrayInputStream(bytes(100_000)), MP4);
    try (InputStream content = store.open(key).orElseThrow().content().getInputStream()) {
      content.skipNBytes(40_000);
      content.skipNBytes(20_000);
      assertThat(content.readNBytes(10)).isEqualTo(middle(60_000, 10));
      content.skipNBytes(1_000);
      assertThat(content.read()).isEqualTo(bytes(100_000)[61_010] & 0xFF);
    }
  }

  private static byte[] middle(int from, int count) {
    return java.util.Arrays.copyOfRange(bytes(100_000), from, from + count);
  }

  @Test
  void what_breaks_off_while_it_is_stored_leaves_nothing() throws IOException {
    FileStore store = store();
    for (int size : new int[] {0, 1_000, 20 * MEGABYTE}) {
      InputStream broken =
          new SequenceInputStream(
              new ByteArrayInputStream(bytes(size)),
              new InputStream() {
                @Override
                public int read() throws IOException {
                  throw new IOException("connection lost");
                }
              });
      assertThatThrownBy(() -> store.store("recordings", broken, MP4))
          .isInstanceOf(StorageUnavailable.class);
    }
    assertThat(files()).isZero();
  }

  @Test
  void another_process_goes_on_with_what_one_had_begun() throws IOException {
    byte[] all = bytes(21 * MEGABYTE + 5);
    String ticket;
    try (FileUpload first = store().begin("recordings", MP4)) {
      ticket = first.ticket();
      first.write(all, 0, 20 * MEGABYTE);
      assertThat(first.size()).isEqualTo(20 * MEGABYTE);
    }
    FileStore other = store();
    try (FileUpload second = other.resume(ticket).orElseThrow()) {
      assertThat(second.finished()).isFalse();
      assertThat(second.size()).isEqualTo(16 * MEGABYTE);
      int from = (int) second.size();
      second.write(all, from, all.length - from);
      String key = second.finish();
      assertThat(second.finish()).isEqualTo(key);
      assertThat(read(other, key)).isEqualTo(all);
    }
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void that_it_was_finished_is_known_when_the_word_of_it_was_lost() throws IOException {
    byte[] all = bytes(9 * MEGABYTE);
    FileUpload first = store().begin("recordings", MP4);
    String ticket = first.ticket();
    first.write(all, 0, all.length);
    String key = first.finish();
    FileUpload second = store().resume(ticket).orElseThrow();
    assertThat(second.finished()).isTrue();
    assertThat(second.size()).isEqualTo(all.length);
    assertThat(second.finish()).isEqualTo(key);
    second.discard();
    assertThat(files()).isZero();
    assertThat(store().resume(ticket)).isEmpty();
  }

  @Test
  void two_that_write_the_same_bytes_with_one_ticket_are_in_nobodys_way() throws IOException {
    byte[] all = bytes(18 * MEGABYTE);
    FileUpload first = store().begin("recordings", MP4);
    String ticket = first.ticket();
    first.write(all, 0, 10 * MEGABYTE);
    FileUpload second = store().resume(ticket).orElseThrow();
    int from = (int) second.size();
    second.write(all, from, 9 * MEGABYTE);
    first.write(all, 10 * MEGABYTE, 8 * MEGABYTE);
    String key = first.finish();
    second.write(all, from + 9 * MEGABYTE, all.length - from - 9 * MEGABYTE);
    second.close();
    assertThat(read(store(), key)).isEqualTo(all);
  }

  @Test
  void what_is_discarded_is_gone_and_what_is_no_ticket_resumes_nothing() throws IOException {
    FileUpload upload = store().begin("recordings", MP4);
    String ticket = upload.ticket();
    upload.write(bytes(10 * MEGABYTE), 0, 10 * MEGABYTE);
    upload.discard();
    assertThat(files()).isZero();
    assertThat(store().resume(ticket)).isEmpty();
    for (String wrong : new String[] {"", " ", "../x", "recordings/x", "../../etc/passwd u"}) {
      assertThat(store().resume(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void a_deleted_file_is_gone_and_no_key_leads_out() throws IOException {
    FileStore store = store();
    String key = store.store("portfolios", new ByteArrayInputStream(bytes(10)), "application/pdf");
    Path outside = Files.writeString(folder().resolveSibling("secret"), "secret");
    for (String wrong : new String[] {"../secret", "/etc/passwd", "a/../../secret", "", "a/b"}) {
      assertThat(store.open(wrong)).as(wrong).isEmpty();
      store.delete(wrong);
    }
    assertThat(outside).exists();
    assertThatThrownBy(() -> store.begin("../x", MP4)).isInstanceOf(IllegalArgumentException.class);
    store.delete(key);
    assertThat(store.open(key)).isEmpty();
    store.delete(key);
    assertThat(files()).isZero();
  }

  @Test
  void the_end_of_the_transaction_decides_what_is_deleted() {
    FileStore store = store();
    String replaced = store.store("recordings", new ByteArrayInputStream(bytes(10)), MP4);
    String fresh = store.store("recordings", new ByteArrayInputStream(bytes(10)), MP4);
    transaction(store, replaced, fresh, 1 /* rolled back */);
    assertThat(store.open(replaced)).isPresent();
    assertThat(store.open(fresh)).isEmpty();
    fresh = store.store("recordings", new ByteArrayInputStream(bytes(10)), MP4);
    transaction(store, replaced, fresh, 0 /* committed */);
    assertThat(store.open(replaced)).isEmpty();
    assertThat(store.open(fresh)).isPresent();
  }

  private static void transaction(FileStore store, String replaced, String fresh, int outcome) {
    TransactionSynchronizationManager.initSynchronization();
    try {
      store.deleteAfterCommit(replaced);
      store.deleteOnRollback(fresh);
      assertThat(store.open(replaced)).isPresent();
      TransactionSynchronizationUtils.triggerAfterCompletion(outcome);
    } finally {
      TransactionSynchronizationManager.clearSynchronization();
    }
  }

  @Test
  void what_a_dead_process_has_left_is_deleted_some_days_later() throws IOException {
    FileUpload upload = store().begin("recordings", MP4);
    String ticket = upload.ticket();
    upload.write(bytes(9 * MEGABYTE), 0, 9 * MEGABYTE);
    upload.close();
    open(Clock.offset(Clock.systemUTC(), patience().minusHours(1))).deleteAbandoned();
    assertThat(store().resume(ticket)).isPresent();
    open(Clock.offset(Clock.systemUTC(), patience().plusHours(1))).deleteAbandoned();
    assertThat(store().resume(ticket)).isEmpty();
    assertThat(files()).isZero();
  }
}
