package com.veetssuites.platform.cv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Prints the lines of a case as PDF, in the ways in which programs do. */
final class PdfPrinter {

  private static final float LEFT = 50;
  private static final float RIGHT = 545;
  private static final float TOP = 790;
  private static final float CELL = 165;

  private final PDDocument document = new PDDocument();
  private final PDType0Font font;
  private final boolean rows;
  private final boolean words;
  private final boolean across;
  private final List<Piece> pieces = new ArrayList<>();
  private float y = TOP;

  /** A text and its place. */
  private record Piece(int page, float x, float y, float size, String text) {}

  private int page;

  private PdfPrinter(String layout) throws IOException {
    font =
        PDType0Font.load(
            document,
            Objects.requireNonNull(
                PDDocument.class.getResourceAsStream(
                    "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")));
    rows = layout.equals("rows");
    words = layout.equals("words");
    across = layout.equals("columns-across");
  }

  static byte[] print(String layout, List<String> lines) {
    try {
      return new PdfPrinter(layout).print(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] print(List<String> lines) throws IOException {
    float columnTop = y;
    float leftEnd = y;
    float x = LEFT;
    float columnX = LEFT;
    for (String line : lines) {
      switch (line) {
        case "<<<" -> {
          columnTop = y;
          columnX =
              LEFT + 25 + widest(lines.subList(lines.indexOf("<<<") + 1, lines.indexOf(">>>")));
          x = LEFT;
        }
        case ">>>" -> {
          leftEnd = y;
          y = columnTop;
          x = columnX;
        }
        case "===" -> {
          y = Math.min(leftEnd, y);
          x = LEFT;
        }
        case "^^^" -> {
          page++;
          y = TOP;
        }
        default -> line(line, x);
      }
    }
    if (across) {
      pieces.sort((a, b) -> Float.compare(b.y(), a.y()));
    }
    return write();
  }

  private float widest(List<String> lines) {
    return (float) lines.stream().mapToDouble(line -> width(line, 12)).max().orElse(0);
  }

  private void line(String line, float x) {
    if (line.isBlank()) {
      y -= 9;
      return;
    }
    float size = line.startsWith("# ") ? 20 : line.startsWith("## ") ? 12.5f : 10;
    String text =
        line.startsWith("#")
            ? line.replaceFirst("#+ ", "")
            : line.startsWith("* ") ? "• " + line.substring(2) : line;
    y -= size * 1.35f;
    String[] cells = text.split("\\s*\\|\\|\\s*", -1);
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i].startsWith("* ") ? "• " + cells[i].substring(2) : cells[i];
      float at =
          i == 0
              ? x
              : rows
                  ? CELL + (i - 1) * CELL
                  : cells.length == 2 ? RIGHT - width(cell, size) : LEFT + i * CELL;
      add(cell, at, size);
    }
  }

  private void add(String text, float x, float size) {
    if (!words) {
      pieces.add(new Piece(page, x, y, size, text));
      return;
    }
    float at = x;
    for (String word : text.split(" ")) {
      pieces.add(new Piece(page, at, y, size, word));
      at += width(word + " ", size);
    }
  }

  private float width(String text, float size) {
    try {
      return font.getStringWidth(printable(text)) / 1000 * size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String printable(String text) {
    var printable = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          try {
            font.encode(Character.toString(c));
            printable.appendCodePoint(c);
          } catch (IOException | IllegalArgumentException e) {
            printable.append('•');
          }
        });
    return printable.toString();
  }

  private byte[] write() throws IOException {
    if (words) {
      Collections.shuffle(pieces, new Random(5));
    }
    for (int i = 0; i <= page; i++) {
      var sheet = new PDPage(PDRectangle.A4);
      document.addPage(sheet);
      try (var content = new PDPageContentStream(document, sheet)) {
        for (Piece piece : pieces) {
          if (piece.page() == i && !piece.text().isEmpty()) {
            content.beginText();
            content.setFont(font, piece.size());
            content.newLineAtOffset(piece.x(), piece.y());
            content.showText(printable(piece.text()));
            content.endText();
          }
        }
      }
    }
    var bytes = new ByteArrayOutputStream();
    document.save(bytes);
    document.close();
    return bytes.toByteArray();
  }
}
