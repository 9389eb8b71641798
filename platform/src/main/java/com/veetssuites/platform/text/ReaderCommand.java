package com.veetssuites.platform.text;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a process that reads a document. */
final class ReaderCommand {

  private static final String BOOT_LOADER =
      "org.springframework.boot.loader.launch.PropertiesLauncher";

  private final TextProperties properties;

  ReaderCommand(TextProperties properties) {
    this.properties = properties;
  }

  List<String> line() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx" + properties.memory().toMegabytes() + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxMetaspaceSize=96m",
            "-XX:MaxDirectMemorySize=16m",
            "-XX:ReservedCodeCacheSize=48m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Djava.awt.headless=true",
            // Nobody reads what PDFBox has to say about a document.
            "-Dorg.apache.commons.logging.LogFactory=org.apache.commons.logging.impl.LogFactoryImpl",
            "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
            "-cp",
            System.getProperty("java.class.path")));
    if (inNestedJar()) {
      line.add("-Dloader.main=" + ReaderProcess.class.getName());
      line.add(BOOT_LOADER);
    } else {
      line.add(ReaderProcess.class.getName());
    }
    line.add(Integer.toString(properties.maxPages()));
    line.add(Integer.toString(properties.maxCharacters()));
    line.add(Long.toString(properties.timeLimit().toSeconds() + 1));
    return line;
  }

  /**
   * Whether the program runs from one jar that holds the others, which only its loader can read.
   */
  private static boolean inNestedJar() {
    String classPath = System.getProperty("java.class.path");
    return !classPath.contains(File.pathSeparator)
        && ReaderCommand.class.getClassLoader() != ClassLoader.getSystemClassLoader();
  }
}
