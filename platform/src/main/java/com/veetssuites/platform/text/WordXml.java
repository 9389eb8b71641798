package com.veetssuites.platform.text;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads one part of a DOCX. There are no document type definitions in it, so none is accepted: no
 * entity is ever expanded, and nothing outside is ever opened.
 */
final class WordXml {

  private static final int MAX_DEPTH = 150;
  private static final int MAX_LINKS = 100;
  private static final int MAX_LINK_LENGTH = 500;

  private WordXml() {}

  /** The lines of a body, header or footer. */
  static List<String> lines(byte[] part, Limits limits)
      throws XMLStreamException, UnreadableDocument {
    var text = new WordLines(limits);
    XMLStreamReader xml = open(part);
    int depth = 0;
    int skipped = 0; // depth of what is left out; 0 when nothing is
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          if (depth > MAX_DEPTH) {
            throw UnreadableDocument.nested(new XMLStreamException("more than " + MAX_DEPTH));
          }
          if (skipped == 0) {
            if (leftOut(xml.getLocalName())) {
              skipped = depth;
            } else {
              text.start(xml.getLocalName(), value(xml));
            }
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (skipped == 0) {
            text.end(xml.getLocalName());
          } else if (skipped == depth) {
            skipped = 0;
          }
          depth--;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (skipped == 0) {
            text.characters(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw withDefinitions();
        default -> {}
      }
    }
    return text.lines();
  }

  /** Where the links of a part lead that leave the document. */
  static List<String> links(byte[] relationships) throws XMLStreamException, UnreadableDocument {
    List<String> links = new ArrayList<>();
    XMLStreamReader xml = open(relationships);
    while (xml.hasNext() && links.size() < MAX_LINKS) {
      int event = xml.next();
      if (event == XMLStreamConstants.DTD) {
        throw withDefinitions();
      }
      if (event == XMLStreamConstants.START_ELEMENT
          && xml.getLocalName().equals("Relationship")
          && "External".equals(xml.getAttributeValue(null, "TargetMode"))) {
        String target = xml.getAttributeValue(null, "Target");
        String type = xml.getAttributeValue(null, "Type");
        if (target != null
            && type != null
            && type.endsWith("/hyperlink")
            && target.length() <= MAX_LINK_LENGTH) {
          links.add(target);
        }
      }
    }
    return links;
  }

  /** Deleted text, instructions of fields, and the second form of what is there in two. */
  private static boolean leftOut(String element) {
    return switch (element) {
      case "del", "delText", "instrText", "Fallback", "moveFrom" -> true;
      default -> false;
    };
  }

  /** The value of an attribute with the namespace of WordprocessingML, as they all have. */
  private static String value(XMLStreamReader xml) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals("val")) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }

  private static XMLStreamReader open(byte[] part) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    // The parser's own limit comes first otherwise, and its words are for nobody who uploads a CV.
    factory.setProperty("jdk.xml.maxElementDepth", String.valueOf(2 * MAX_DEPTH));
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("Nothing outside of the document is opened.");
    });
    return factory.createXMLStreamReader(new ByteArrayInputStream(part));
  }

  private static UnreadableDocument withDefinitions() {
    return new UnreadableDocument(
        "The DOCX document holds a document type definition, which no word processor writes; export"
            + " it anew and upload that.");
  }
}
