package com.veetssuites.platform.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** Documents that want to hurt whoever reads them, and such as are only broken. */
public final class HostileDocuments {

  private static final String WORD =
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

  private HostileDocuments() {}

  /** A sound PDF of one line. */
  public static byte[] pdf(String text) throws IOException {
    try (var document = new PDDocument()) {
      addPage(document, text);
      return saved(document);
    }
  }

  private static void addPage(PDDocument document, String text) throws IOException {
    var page = new PDPage();
    document.addPage(page);
    try (var content = new PDPageContentStream(document, page)) {
      content.beginText();
      content.setFont(new PDType1Font(FontName.HELVETICA), 12);
      content.newLineAtOffset(72, 700);
      content.showText(text);
      content.endText();
    }
  }

  private static byte[] saved(PDDocument document) throws IOException {
    var bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  static byte[] encrypted(String userPassword) throws IOException {
    try (var document = new PDDocument()) {
      addPage(document, "Ada Lovelace");
      var policy = new StandardProtectionPolicy("owner", userPassword, new AccessPermission());
      policy.setEncryptionKeyLength(128);
      document.protect(policy);
      return saved(document);
    }
  }

  static byte[] truncated() throws IOException {
    byte[] pdf = pdf("Ada Lovelace");
    return Arrays.copyOf(pdf, pdf.length / 4);
  }

  static byte[] pages(int count) throws IOException {
    try (var document = new PDDocument()) {
      for (int i = 0; i < count; i++) {
        document.addPage(new PDPage());
      }
      return saved(document);
    }
  }

  /** A page of an image, as a scanner makes it; the image is a grey box. */
  public static byte[] scanned() throws IOException {
    try (var document = new PDDocument()) {
      var page = new PDPage();
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.setNonStrokingColor(0.5f);
        content.addRect(50, 50, 400, 600);
        content.fill();
      }
      return saved(document);
    }
  }

  /** The pages are their own parent's children. */
  static byte[] circularPages() {
    return handmade(
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 2 0 R >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"));
  }

  static byte[] deepArray(int depth) {
    return handmade(
        List.of(
            "<< /Type /Catalog /Pages 2 0 R /X " + "[".repeat(depth) + "]".repeat(depth) + " >>",
            "<< /Type /Pages /Kids [] /Count 0 >>"));
  }

  /** Each form draws the next ten times: ten to the power of so many levels in all. */
  public static byte[] exponentialForms(int levels) {
    List<String> objects = new ArrayList<>();
    objects.add("<< /Type /Catalog /Pages 2 0 R >>");
    objects.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    objects.add(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            + " /Resources << /XObject << /F 5 0 R >> >> >>");
    objects.add(stream("", "/F Do"));
    for (int i = 0; i < levels; i++) {
      String resources =
          i == levels - 1 ? "" : "/Resources << /XObject << /F %d 0 R >> >>".formatted(6 + i);
      objects.add(
          stream(
              "/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources,
              i == levels - 1 ? "q Q" : "/F Do ".repeat(10)));
    }
    return handmade(objects);
  }

  /** A content stream that inflates to so many megabytes of an operand that never ends. */
  static byte[] hugeStream(int megabytes) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (OutputStream deflater = new DeflaterOutputStream(compressed)) {
      byte[] megabyte = new byte[1 << 20];
      Arrays.fill(megabyte, (byte) 'A');
      deflater.write("(".getBytes(ISO_8859_1));
      for (int i = 0; i < megabytes; i++) {
        deflater.write(megabyte);
      }
    }
    return handmade(page(stream("/Filter /FlateDecode", compressed.toString(ISO_8859_1))));
  }

  /** More text than anybody reads, in few bytes. */
  static byte[] muchText() throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (OutputStream deflater = new DeflaterOutputStream(compressed)) {
      deflater.write("BT /F1 10 Tf ".getBytes(ISO_8859_1));
      for (int i = 0; i < 100_000; i++) {
        deflater.write("(a lot of text) Tj\n".getBytes(ISO_8859_1));
      }
      deflater.write("ET".getBytes(ISO_8859_1));
    }
    return handmade(page(stream("/Filter /FlateDecode", compressed.toString(ISO_8859_1))));
  }

  static byte[] javaScript() {
    List<String> objects =
        new ArrayList<>(page(stream("", "BT /F1 12 Tf 72 700 Td (Ada Lovelace) Tj ET")));
    objects.set(
        0,
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while \\(true\\) {}) >>"
            + " >>");
    return handmade(objects);
  }

  /** The font that the document brings along is noise. */
  static byte[] brokenFont() {
    List<String> objects =
        new ArrayList<>(page(stream("", "BT /F1 12 Tf 72 700 Td (Ada Lovelace) Tj ET")));
    objects.set(
        3,
        "<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 999999999 /Widths [1"
            + " 2] /FontDescriptor << /Type /FontDescriptor /FontName /X /FontFile2 6 0 R >> >>");
    objects.add(stream("", "noise ".repeat(500)));
    return handmade(objects);
  }

  private static List<String> page(String content) {
    return List.of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R"
            + " /Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        content);
  }

  private static String stream(String dictionary, String content) {
    return "<< %s /Length %d >>\nstream\n%s\nendstream"
        .formatted(dictionary, content.length(), content);
  }

  private static byte[] handmade(List<String> objects) {
    var pdf = new StringBuilder("%PDF-1.7\n");
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      offsets.add(pdf.length());
      pdf.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int table = pdf.length();
    pdf.append("xref\n0 ").append(objects.size() + 1).append("\n0000000000 65535 f \n");
    offsets.forEach(offset -> pdf.append("%010d 00000 n \n".formatted(offset)));
    pdf.append("trailer\n<< /Root 1 0 R /Size ").append(objects.size() + 1);
    pdf.append(" >>\nstartxref\n").append(table).append("\n%%EOF\n");
    return pdf.toString().getBytes(ISO_8859_1);
  }

  /** A DOCX with this body. */
  public static byte[] docx(String body) throws IOException {
    return zip(
        Map.of(
            "[Content_Types].xml",
            "<Types/>",
            "word/document.xml",
            "<w:document %s><w:body>%s</w:body></w:document>".formatted(WORD, body)));
  }

  public static String paragraph(String text) {
    return "<w:p><w:r><w:t>%s</w:t></w:r></w:p>".formatted(text);
  }

  static byte[] docxWithDefinitions(String definitions, String text) throws IOException {
    return zip(
        Map.of(
            "word/document.xml",
            "<!DOCTYPE w:document [%s]><w:document %s><w:body>%s</w:body></w:document>"
                .formatted(definitions, WORD, paragraph(text))));
  }

  static byte[] docxBomb(int megabytes) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      byte[] spaces = new byte[1 << 20];
      Arrays.fill(spaces, (byte) ' ');
      zip.write("<w:document %s>".formatted(WORD).getBytes(UTF_8));
      for (int i = 0; i < megabytes; i++) {
        zip.write(spaces);
      }
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  static byte[] zip(Map<String, String> parts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
