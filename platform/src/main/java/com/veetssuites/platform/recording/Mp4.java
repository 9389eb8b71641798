package com.veetssuites.platform.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;

/**
 * How an MP4 file is recognised (ISO/IEC 14496-12, section 4.3): it begins with a box {@code ftyp}.
 */
final class Mp4 {

  /** The bytes that tell. */
  static final int HEAD = 12;

  private static final int LARGEST_FTYP = 4096;
  private static final Set<String> TYPES =
      Set.of(
          "video/mp4",
          "video/x-m4v",
          "application/mp4",
          "application/octet-stream",
          "binary/octet-stream");

  private Mp4() {}

  /** Whether a Content-Type promises one, or promises nothing. */
  static boolean isPromisedBy(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.isEmpty() || TYPES.contains(type);
  }

  /** Whether the first bytes of a file are those of one. */
  static boolean begins(byte[] head, int length) {
    if (length < HEAD) {
      return false;
    }
    int size = ByteBuffer.wrap(head).getInt();
    return size >= HEAD
        && size <= LARGEST_FTYP
        && new String(head, Integer.BYTES, Integer.BYTES, US_ASCII).equals("ftyp");
  }
}
