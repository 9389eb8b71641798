package com.veetssuites.platform.recording;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.testing.PostgresExtension;
import java.nio.file.Path;

class TransferToFolderTest extends RecordingTransferContract {

  private Path folder = Path.of("none");

  @Override
  PlatformServer start(String... settings) {
    PlatformServer server = PlatformServer.start(PostgresExtension.createDatabase(), settings);
    folder = server.bean(DataFolder.class).path().resolve("files");
    return server;
  }

  @Override
  Path folder() {
    return folder;
  }
}
