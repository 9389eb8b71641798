package com.veetssuites.platform.text;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * The program that reads one document from its standard input and writes its text to its standard
 * output. Whatever the document does to it, it ends: after its time by itself, or without its
 * memory by the JVM.
 */
final class ReaderProcess {

  /** It did not end of itself in its time. */
  static final int OUT_OF_TIME = 4;

  private static final int MAX_DOCUMENT = 64 << 20;

  private ReaderProcess() {}

  /** Arguments: most pages, most characters, seconds. */
  public static void main(String[] arguments) throws IOException {
    endAfter(Duration.ofSeconds(Long.parseLong(arguments[2])));
    var limits = new Limits(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    byte[] document = System.in.readNBytes(MAX_DOCUMENT);
    try (var out = new DataOutputStream(new BufferedOutputStream(System.out))) {
      try {
        ReaderAnswer.write(read(document, limits), out);
      } catch (UnreadableDocument e) {
        ReaderAnswer.writeRefusal(e.sentence(), out);
      }
    }
    Runtime.getRuntime().halt(0); // whatever threads a library has left
  }

  /** The text of a document by what it begins with; within this process. */
  static DocumentText read(byte[] document, Limits limits) throws UnreadableDocument {
    DocumentText text;
    if (begins(document, "%PDF-")) {
      text = PdfText.read(document, limits);
    } else if (begins(document, "PK")) {
      text = DocxText.read(document, limits);
    } else {
      throw new UnreadableDocument(
          "The file is neither a PDF nor a DOCX document by its content; upload one of them.");
    }
    if (text.text().isBlank()) {
      throw UnreadableDocument.withoutText();
    }
    return text;
  }

  private static boolean begins(byte[] document, String magic) {
    for (int i = 0; i < magic.length(); i++) {
      if (i >= document.length || document[i] != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Its parent kills it in time; this is for when the parent has died. */
  private static void endAfter(Duration time) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(time);
          } catch (InterruptedException e) {
            // nobody does
          }
          Runtime.getRuntime().halt(OUT_OF_TIME);
        });
  }
}
