package com.veetssuites.task.autoconfigure;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names of the configuration as handlers write them. Spring Boot drops the underscores of keys, and
 * those of environment variables are in capitals: {@code file_processing} is also meant by {@code
 * file-processing}, {@code fileprocessing} and {@code FILEPROCESSING}.
 */
final class QueueNames {

  private final Map<String, String> known = new TreeMap<>();

  QueueNames(Collection<String> declared) {
    declared.forEach(name -> known.put(bare(name), name));
  }

  String of(String configured) {
    return known.getOrDefault(bare(configured), configured.strip().replace('-', '_'));
  }

  private static String bare(String name) {
    return name.strip().replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
  }
}
