package com.veetssuites.platform.storage;

import com.veetssuites.platform.database.DataFolder;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  @Bean
  FileStore fileStore(StorageProperties properties, DataFolder dataFolder, Clock clock) {
    return switch (properties.kind()) {
      case FOLDER -> new FolderFileStore(dataFolder, clock);
      case S3 -> new S3FileStore(properties.s3(), clock);
    };
  }
}
