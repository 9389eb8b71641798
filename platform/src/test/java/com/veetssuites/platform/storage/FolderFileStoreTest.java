package com.veetssuites.platform.storage;

import com.veetssuites.platform.database.DataFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class FolderFileStoreTest extends FileStoreContract {

  @TempDir private Path folder;

  @Override
  FileStore open(Clock clock) {
    return new FolderFileStore(new DataFolder(folder), clock);
  }

  @Override
  Path folder() {
    return folder.resolve("files");
  }

  @Override
  Duration patience() {
    return Duration.ofDays(1);
  }
}
