package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.platform.web.Problem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * A PDF or DOCX document whose content has been checked. Its name and the type that it was declared
 * with have no say.
 */
final class Document {

  static final String PDF = "application/pdf";
  static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  private final byte[] bytes;
  private final String contentType;

  private Document(byte[] bytes, String contentType) {
    this.bytes = bytes;
    this.contentType = contentType;
  }

  /**
   * Checks the bytes of an upload.
   *
   * @throws InvalidRequest when there are none
   * @throws DocumentTypeRefused when they are neither PDF nor DOCX
   * @throws DocumentBroken when they begin like one of them and go on wrongly
   */
  static Document check(byte[] bytes) {
    if (bytes.length == 0) {
      throw new InvalidRequest("file", "must not be empty");
    }
    if (PdfFormat.begins(bytes)) {
      PdfFormat.check(bytes);
      return new Document(bytes, PDF);
    }
    if (ZipFormat.begins(bytes)) {
      DocxFormat.check(bytes);
      return new Document(bytes, DOCX);
    }
    throw new DocumentTypeRefused("it begins like neither");
  }

  String contentType() {
    return contentType;
  }

  long size() {
    return bytes.length;
  }

  InputStream content() {
    return new ByteArrayInputStream(bytes);
  }

  String sha256() {
    return HexFormat.of().formatHex(Sha256.of(bytes));
  }

  /** The file is neither PDF nor DOCX, whatever it is called. */
  static final class DocumentTypeRefused extends Problem {
    DocumentTypeRefused(String reason) {
      super(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "The file must be a PDF or a DOCX document; by its content " + reason + ".",
          List.of(new FieldError("file", "must be a PDF or a DOCX document")));
    }
  }

  /** The file is a PDF or DOCX document that is damaged, incomplete or not what it pretends. */
  static final class DocumentBroken extends Problem {
    DocumentBroken(String what, String reason) {
      super(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "The file is not a sound %s: %s. Export it anew and upload that.".formatted(what, reason),
          List.of(new FieldError("file", "is not a sound " + what)));
    }
  }
}
