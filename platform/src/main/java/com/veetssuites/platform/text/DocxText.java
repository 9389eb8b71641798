package com.veetssuites.platform.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;

/**
 * Reads the text of a DOCX (ECMA-376, part 1): headers, then the body, then footers. Few parts of
 * the archive matter for text, so it is read by hand: a library for all of it would take much
 * memory and add its own ways to be attacked.
 */
final class DocxText {

  private static final int MAX_LINKS = 100;
  private static final String BODY = "word/document.xml";
  private static final Pattern HEADER = Pattern.compile("word/header\\d*\\.xml");
  private static final Pattern FOOTER = Pattern.compile("word/footer\\d*\\.xml");
  private static final Pattern LINKS =
      Pattern.compile("word/_rels/(document|header\\d*|footer\\d*)\\.xml\\.rels");

  private static final int MAX_PART = 16 << 20;
  private static final int MAX_PARTS = 40;

  private DocxText() {}

  static DocumentText read(byte[] docx, Limits limits) throws UnreadableDocument {
    Map<String, byte[]> parts = parts(docx);
    byte[] body = parts.get(BODY);
    if (body == null) {
      throw new UnreadableDocument(
          "The DOCX document is damaged: it has no word/document.xml; export it anew.");
    }
    var lines = new LinkedHashSet<String>(); // the first page and the others have the same header
    Set<String> links = new LinkedHashSet<>();
    try {
      for (String name : parts.keySet()) {
        if (HEADER.matcher(name).matches()) {
          lines.addAll(WordXml.lines(parts.get(name), limits));
        }
      }
      var text = new StringBuilder(String.join("\n", lines)).append("\n\n");
      text.append(String.join("\n", WordXml.lines(body, limits))).append('\n');
      for (String name : parts.keySet()) {
        if (FOOTER.matcher(name).matches()) {
          for (String line : WordXml.lines(parts.get(name), limits)) {
            if (lines.add(line)) {
              text.append('\n').append(line);
            }
          }
        }
        if (LINKS.matcher(name).matches()) {
          WordXml.links(parts.get(name)).stream()
              .limit(Math.max(0, MAX_LINKS - links.size()))
              .forEach(links::add);
        }
      }
      if (text.length() > limits.characters()) {
        throw UnreadableDocument.tooMuchText(limits.characters());
      }
      return new DocumentText(text.toString(), null, List.copyOf(links));
    } catch (XMLStreamException e) {
      throw UnreadableDocument.damaged("DOCX", e);
    }
  }

  private static Map<String, byte[]> parts(byte[] docx) throws UnreadableDocument {
    Map<String, byte[]> parts =
        new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(String::compareTo));
    try (var zip = new ZipInputStream(new ByteArrayInputStream(docx))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        boolean wanted =
            name.equals(BODY)
                || HEADER.matcher(name).matches()
                || FOOTER.matcher(name).matches()
                || LINKS.matcher(name).matches();
        if (wanted && parts.size() < MAX_PARTS) {
          byte[] part = zip.readNBytes(MAX_PART + 1);
          if (part.length > MAX_PART) {
            throw new UnreadableDocument(
                "The DOCX document holds more than %d MB of text and markup; a CV has less."
                    .formatted(MAX_PART >> 20));
          }
          parts.put(name, part);
        }
      }
      return parts;
    } catch (IOException | IllegalArgumentException e) {
      throw UnreadableDocument.damaged("DOCX", e);
    }
  }
}
