package com.veetssuites.platform.cv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Prints the lines of a case as DOCX. */
final class DocxPrinter {

  private static final String ROOT =
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

  private DocxPrinter() {}

  static byte[] print(String layout, List<String> lines) {
    Map<String, String> parts = new TreeMap<>();
    parts.put(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
    String body =
        switch (layout) {
          case "cells" -> cells(lines);
          case "table" -> table(lines);
          case "header" -> {
            int end = lines.indexOf("~~~");
            parts.put(
                "word/header1.xml",
                "<w:hdr %s>%s</w:hdr>".formatted(ROOT, paragraphs(lines.subList(0, end))));
            yield paragraphs(lines.subList(end + 1, lines.size()));
          }
          default -> paragraphs(lines);
        };
    parts.put(
        "word/document.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document %s><w:body>%s</w:body></w:document>"
            .formatted(ROOT, body));
    return zip(parts);
  }

  private static String cells(List<String> lines) {
    int left = lines.indexOf("<<<");
    int right = lines.indexOf(">>>");
    int end = lines.indexOf("===");
    return paragraphs(lines.subList(0, left))
        + "<w:tbl><w:tr><w:tc>"
        + paragraphs(lines.subList(left + 1, right))
        + "</w:tc><w:tc>"
        + paragraphs(lines.subList(right + 1, end))
        + "</w:tc></w:tr></w:tbl>"
        + paragraphs(lines.subList(end + 1, lines.size()));
  }

  private static String table(List<String> lines) {
    var body = new StringBuilder();
    for (String line : lines) {
      if (line.contains("||")) {
        body.append("<w:tbl><w:tr>");
        for (String cell : line.split("\\s*\\|\\|\\s*")) {
          body.append("<w:tc>").append(paragraph(cell)).append("</w:tc>");
        }
        body.append("</w:tr></w:tbl>");
      } else {
        body.append(paragraph(line));
      }
    }
    return body.toString();
  }

  private static String paragraphs(List<String> lines) {
    return String.join("", lines.stream().map(DocxPrinter::paragraph).toList());
  }

  private static String paragraph(String line) {
    String properties = "";
    String text = line;
    if (line.startsWith("# ") || line.startsWith("## ")) {
      properties = "<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>";
      text = line.replaceFirst("#+ ", "");
    } else if (line.startsWith("* ")) {
      properties = "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
      text = line.substring(2);
    }
    var runs = new StringBuilder();
    String[] cells = text.split("\\s*\\|\\|\\s*", -1);
    for (int i = 0; i < cells.length; i++) {
      // Word cuts text into runs wherever somebody has edited it.
      int cut = cells[i].length() / 3;
      runs.append("<w:r>").append(i == 0 ? "" : "<w:tab/>");
      runs.append("<w:t xml:space=\"preserve\">").append(escaped(cells[i].substring(0, cut)));
      runs.append("</w:t></w:r><w:r><w:t xml:space=\"preserve\">");
      runs.append(escaped(cells[i].substring(cut))).append("</w:t></w:r>");
    }
    return "<w:p>%s%s</w:p>".formatted(properties, runs);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static byte[] zip(Map<String, String> parts) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
