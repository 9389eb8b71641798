package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.portfolio.Document.DocumentTypeRefused;
import java.util.Locale;
import java.util.Set;

/** What makes a DOCX (ECMA-376, part 2): a sound ZIP archive with the parts of a text document. */
final class DocxFormat {

  private static final String CONTENT_TYPES = "[Content_Types].xml";
  private static final String MAIN_PART = "word/document.xml";

  private DocxFormat() {}

  static void check(byte[] bytes) {
    Set<String> names = ZipFormat.check(bytes, "DOCX");
    if (!names.contains(CONTENT_TYPES) || !names.contains(MAIN_PART)) {
      throw new DocumentTypeRefused("it is another kind of ZIP archive");
    }
    if (names.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith("vbaproject.bin"))) {
      throw new DocumentTypeRefused("it is a document with macros");
    }
  }
}
