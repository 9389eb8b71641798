package com.veetssuites.platform.portfolio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.veetssuites.platform.portfolio.Document.DocumentBroken;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What makes a PDF (ISO 32000-2, section 7.5): its header, and the trailer that leads inside. */
final class PdfFormat {

  private static final int HEADER_LENGTH = 8;
  private static final int TRAILER_LENGTH = 2_048;
  private static final Pattern TRAILER =
      Pattern.compile("startxref\\s{1,10}(\\d{1,10})\\s{1,10}%%EOF", Pattern.DOTALL);

  private PdfFormat() {}

  static boolean begins(byte[] bytes) {
    return bytes.length >= HEADER_LENGTH
        && new String(bytes, 0, HEADER_LENGTH, ISO_8859_1).matches("%PDF-[12]\\.\\d");
  }

  /**
   * Checks that the document is complete.
   *
   * @throws DocumentBroken when it is not
   */
  static void check(byte[] bytes) {
    int length = Math.min(bytes.length, TRAILER_LENGTH);
    String end = new String(bytes, bytes.length - length, length, ISO_8859_1);
    Matcher trailer = TRAILER.matcher(end);
    long offset = -1;
    while (trailer.find()) {
      offset = Long.parseLong(trailer.group(1)); // the last one counts
    }
    if (offset < 0) {
      throw new DocumentBroken("PDF", "it does not end with startxref and %%EOF");
    }
    if (offset >= bytes.length) {
      throw new DocumentBroken("PDF", "its startxref leads behind its end");
    }
  }
}
