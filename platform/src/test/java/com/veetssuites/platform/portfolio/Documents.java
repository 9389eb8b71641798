package com.veetssuites.platform.portfolio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Documents to upload, sound and otherwise. */
final class Documents {

  private Documents() {}

  static byte[] pdf(String text) {
    String body = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% " + text + "\n";
    return (body
            + "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n"
            + body.length()
            + "\n%%EOF\n")
        .getBytes(ISO_8859_1);
  }

  static Map<String, byte[]> docxParts(String text) {
    var parts = new LinkedHashMap<String, byte[]>();
    parts.put(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
            .getBytes(UTF_8));
    parts.put("word/document.xml", ("<w:document>" + text + "</w:document>").getBytes(UTF_8));
    return parts;
  }

  static byte[] docx(String text) {
    return zip(docxParts(text));
  }

  static byte[] zip(Map<String, byte[]> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** One entry of zeros, a thousand times larger than its archive. */
  static byte[] bomb(long size) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : docxParts("x").entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
      zip.putNextEntry(new ZipEntry("word/media/image1.bmp"));
      byte[] zeros = new byte[1 << 20];
      for (long written = 0; written < size; written += zeros.length) {
        zip.write(zeros);
      }
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
