package com.veetssuites.platform.recording;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.storage.S3Server;
import com.veetssuites.testing.PostgresExtension;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class TransferToS3Test extends RecordingTransferContract {

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // made when the platform is started
  private static S3Server store;

  @Override
  PlatformServer start(String... settings) {
    store = S3Server.start(folder);
    return PlatformServer.start(
        PostgresExtension.createDatabase(),
        Stream.of(settings, store.settings()).flatMap(Stream::of).toArray(String[]::new));
  }

  @Override
  Path folder() {
    return store.bucket();
  }

  @AfterAll
  static void stopStore() {
    store.close();
  }
}
