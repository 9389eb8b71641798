package com.veetssuites.platform.text;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a PDF (ISO 32000-2) page by page. Nothing in a document is run, drawn or
 * fetched. A hostile one can still take any time and memory: see {@link ReaderProcess}.
 */
final class PdfText extends PDFTextStripper {

  private static final int MAX_LINKS = 100;
  private static final int MAX_LINK_LENGTH = 500;

  private final Limits limits;
  private final List<List<String>> pages = new ArrayList<>();
  private final Set<String> links = new LinkedHashSet<>();
  private @Nullable String largest;
  private int characters;

  private PdfText(Limits limits) {
    this.limits = limits;
  }

  static DocumentText read(byte[] pdf, Limits limits) throws UnreadableDocument {
    FontMappers.set(new LastResortFont());
    var reader = new PdfText(limits);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      int count = document.getNumberOfPages();
      if (count > limits.pages()) {
        throw new UnreadableDocument(
            "The document has %,d pages; a CV has at most %d.".formatted(count, limits.pages()));
      }
      reader.setEndPage(limits.pages()); // whatever it says of itself
      var _ = reader.getText(document);
    } catch (InvalidPasswordException e) {
      throw new UnreadableDocument(
          "The PDF document is protected by a password; upload one without.", e);
    } catch (TooMuchText e) {
      throw UnreadableDocument.tooMuchText(limits.characters());
    } catch (StackOverflowError e) {
      throw UnreadableDocument.nested(e);
    } catch (IOException | RuntimeException e) {
      // PDFBox meets damage with exceptions of many kinds.
      throw UnreadableDocument.damaged("PDF", e);
    }
    return new DocumentText(
        String.join("\n\n", PageEdges.withoutRepetitions(reader.pages)),
        reader.largest,
        List.copyOf(reader.links));
  }

  @Override
  protected void processTextPosition(TextPosition text) {
    // One glyph may stand for a text of any length.
    String unicode = text.getUnicode();
    characters += unicode == null ? 1 : Math.max(1, unicode.length());
    if (characters > limits.characters()) {
      throw new TooMuchText();
    }
    super.processTextPosition(text);
  }

  @Override
  protected void writePage() {
    List<TextPosition> glyphs = new ArrayList<>();
    getCharactersByArticle().forEach(glyphs::addAll);
    List<Segment> segments = PageSegments.of(glyphs);
    if (pages.isEmpty()) {
      largest = Largest.of(segments);
    }
    pages.add(PageLayout.lines(segments));
  }

  @Override
  protected void endPage(PDPage page) throws IOException {
    for (PDAnnotation annotation : page.getAnnotations()) {
      if (links.size() < MAX_LINKS
          && annotation instanceof PDAnnotationLink link
          && link.getAction() instanceof PDActionURI action
          && action.getURI() != null
          && action.getURI().length() <= MAX_LINK_LENGTH) {
        addLink(action.getURI().strip());
      }
    }
  }

  private void addLink(String uri) {
    try {
      links.add(new URI(uri).toString());
    } catch (java.net.URISyntaxException e) {
      // leads nowhere
    }
  }

  /** Stops the reading out of PDFBox. */
  private static final class TooMuchText extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMuchText() {
      super(null, null, false, false);
    }
  }
}
