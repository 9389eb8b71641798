package com.veetssuites.platform.storage;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How the keys of files look: {@code <area>/<uuid><ending>}. The ending keeps the content type, as
 * a folder has nowhere else to keep it.
 */
final class FileKeys {

  private static final Map<String, String> ENDINGS =
      Map.of(
          "application/pdf", ".pdf",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx",
          "video/mp4", ".mp4");

  private static final Pattern AREA = Pattern.compile("[a-z]{1,30}");
  private static final Pattern KEY =
      Pattern.compile(
          "[a-z]{1,30}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(\\.[a-z0-9]{1,5})?");

  private FileKeys() {}

  static String requireArea(String area) {
    if (!AREA.matcher(area).matches()) {
      throw new IllegalArgumentException("Not an area: " + area);
    }
    return area;
  }

  static String next(String area, String contentType) {
    return requireArea(area) + "/" + UUID.randomUUID() + ENDINGS.getOrDefault(contentType, "");
  }

  static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  /** The last part of the key, which is unique as well. */
  static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  static String contentType(String key) {
    return ENDINGS.entrySet().stream()
        .filter(ending -> key.endsWith(ending.getValue()))
        .map(Map.Entry::getKey)
        .findAny()
        .orElse("application/octet-stream");
  }
}
