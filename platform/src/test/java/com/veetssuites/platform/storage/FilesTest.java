package com.veetssuites.platform.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.database.DataFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

  private final PlatformServer server = PlatformServer.shared();
  private final FileStore files = server.bean(FileStore.class);
  private final SignedLinks links = server.bean(SignedLinks.class);

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void a_signed_link_serves_the_file_whole_or_in_part() {
    String key = files.store("portfolios", text("0123456789"), "application/pdf");
    String url = links.sign(key, Duration.ofMinutes(1)).url();
    Answer whole = server.anonymous().get(url).expect(200);
    assertThat(whole.body()).isEqualTo("0123456789");
    assertThat(whole.header("Content-Type")).hasValue("application/pdf");
    assertThat(whole.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(whole.header("Content-Disposition").orElseThrow())
        .startsWith("attachment; filename=");
    assertThat(whole.header("Accept-Ranges")).hasValue("bytes");
    assertThat(whole.header("Cache-Control").orElseThrow())
        .contains("private")
        .doesNotContain("public");
    Answer end = server.anonymous().get(url, "Range", "bytes=-3").expect(206);
    assertThat(end.body()).isEqualTo("789");
    server.anonymous().get(url, "Range", "bytes=20-30").expect(416);
    server.anonymous().get(url, "If-None-Match", whole.tag()).expect(304);
  }

  @Test
  void a_forged_or_expired_link_is_refused_and_one_without_a_file_finds_nothing() {
    String key = files.store("portfolios", text("mine"), "application/pdf");
    String other = files.store("portfolios", text("other"), "application/pdf");
    String url = links.sign(key, Duration.ofMinutes(1)).url();
    var client = server.anonymous();
    assertThat(client.get(url.replace(key, other)).expect(403).body()).contains("link-refused");
    client.get(url.replaceFirst("expires=(\\d+)", "expires=9$1")).expect(403);
    client.get(url.replaceFirst("expires=\\d+", "expires=x")).expect(403);
    client.get(url.replaceFirst("signature=.", "signature=%2F")).expect(403);
    client.get("/api/files/" + key).expect(403);
    client.get("/api/files/").expect(403);
    assertThat(client.get(links.sign(key, Duration.ofSeconds(-2)).url()).expect(403).body())
        .contains("link-expired");
    assertThat(client.get(links.sign("../account-secret", Duration.ofMinutes(1)).url()).status())
        .isIn(400, 401, 404);
    files.delete(key);
    client.get(url).expect(404);
  }

  @Test
  void a_key_never_leads_out_of_the_folder(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("secret"), "secret");
    var store = new FolderFileStore(new DataFolder(folder), Clock.systemUTC());
    for (String key :
        new String[] {
          "../secret", "/etc/passwd", "a/../../secret", "", "a", "a/b", ".unfinished/x"
        }) {
      assertThat(store.open(key)).as(key).isEmpty();
      store.delete(key);
    }
    assertThat(folder.resolve("secret")).exists();
    assertThatThrownBy(() -> store.store("../x", text("x"), "video/mp4"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_file_is_there_completely_or_not_at_all(@TempDir Path folder) throws IOException {
    var store = new FolderFileStore(new DataFolder(folder), Clock.systemUTC());
    var broken =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("connection lost");
            }
            return 'x';
          }
        };
    assertThatThrownBy(() -> store.store("recordings", broken, "video/mp4"))
        .isInstanceOf(FileStore.StorageUnavailable.class);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void what_a_dead_process_left_unfinished_is_deleted_after_a_day(@TempDir Path folder)
      throws IOException {
    Path unfinished = Files.createDirectories(folder.resolve("files/.unfinished"));
    Path old = Files.writeString(unfinished.resolve("old"), "x");
    Path fresh = Files.writeString(unfinished.resolve("fresh"), "x");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    var store = new FolderFileStore(new DataFolder(folder), Clock.systemUTC());
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    assertThat(store.open("recordings/none")).isEmpty();
  }
}
