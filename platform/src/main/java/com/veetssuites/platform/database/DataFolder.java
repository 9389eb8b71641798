package com.veetssuites.platform.database;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The folder of what the application keeps on this machine: the embedded database, files, generated
 * secrets.
 *
 * @param path the folder; made on the first start
 */
@ConfigurationProperties("veets")
public record DataFolder(@Name("data-folder") @DefaultValue("data") Path path) {

  /**
   * The folder that the environment of this process names, before there is an application to ask.
   */
  public static DataFolder ofEnvironment() {
    Map<String, String> environment = System.getenv();
    String home = System.getProperty("veets.home", environment.getOrDefault("VEETS_HOME", "."));
    String folder =
        System.getProperty(
            "veets.data-folder", environment.getOrDefault("VEETS_DATA_FOLDER", home + "/data"));
    return new DataFolder(Path.of(folder));
  }
}
