package com.veetssuites.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.storage.FileStore.StorageUnavailable;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FileStoreTest extends FileStoreContract {

  @TempDir private Path folder;
  private S3Server server;

  @BeforeEach
  void start() {
    server = S3Server.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  FileStore open(Clock clock) {
    return new S3FileStore(server.properties(), clock);
  }

  @Override
  Path folder() {
    return server.bucket();
  }

  @Override
  Duration patience() {
    return Duration.ofDays(3);
  }

  private FileStore with(URI endpoint, String bucket, String secret) {
    return new S3FileStore(
        new StorageProperties.S3(endpoint, "us-east-1", bucket, S3Server.ACCESS_KEY, secret, true),
        Clock.systemUTC());
  }

  @Test
  void a_store_that_refuses_or_does_not_answer_is_unavailable_and_not_empty() {
    String key = "recordings/0f8c0f8c-0000-0000-0000-000000000000.mp4";
    FileStore[] broken = {
      with(server.endpoint(), "no-such-bucket", S3Server.SECRET_KEY),
      with(server.endpoint(), S3Server.BUCKET, "another secret"),
      with(URI.create("http://127.0.0.1:1"), S3Server.BUCKET, S3Server.SECRET_KEY)
    };
    for (FileStore store : broken) {
      assertThatThrownBy(
              () -> store.store("recordings", new ByteArrayInputStream(new byte[9]), "video/mp4"))
          .isInstanceOf(StorageUnavailable.class);
      store.delete(key); // logs
    }
    assertThatThrownBy(() -> broken[1].open(key)).isInstanceOf(StorageUnavailable.class);
    assertThatThrownBy(() -> broken[2].open(key)).isInstanceOf(StorageUnavailable.class);
    assertThatThrownBy(() -> broken[2].resume(key + " upload"))
        .isInstanceOf(StorageUnavailable.class);
  }

  @Test
  void what_is_missing_in_the_settings_is_said_at_the_start() {
    assertThatThrownBy(() -> with(server.endpoint(), "", "s"))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("VEETS_STORAGE_S3_BUCKET");
    assertThatThrownBy(() -> with(server.endpoint(), "b", ""))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("belong together");
    assertThatThrownBy(() -> with(URI.create("minio"), "b", "s"))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("https://minio.example.org");
    assertThat(server.properties().toString())
        .doesNotContain(S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
  }
}
