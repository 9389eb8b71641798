package com.veetssuites.platform.text;

/** A document has no text that can be read, and never will. */
public final class UnreadableDocument extends Exception {

  private static final long serialVersionUID = 1;

  private final String sentence;

  public UnreadableDocument(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  UnreadableDocument(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** Why, and what to do, for whom the document belongs to. */
  public String sentence() {
    return sentence;
  }

  /** There are pages, but nothing on them is text. */
  static UnreadableDocument withoutText() {
    return new UnreadableDocument(
        "The document holds no text, as when it was scanned; upload one with text in it.");
  }

  static UnreadableDocument damaged(String kind, Throwable cause) {
    return new UnreadableDocument(
        "The %s document is damaged and cannot be read; export it anew and upload that."
            .formatted(kind),
        cause);
  }

  static UnreadableDocument nested(Throwable cause) {
    return new UnreadableDocument(
        "The document is nested so deeply that it cannot be read; export it anew and upload that.",
        cause);
  }

  static UnreadableDocument tooMuchText(int most) {
    return new UnreadableDocument(
        "The document holds more than %,d characters of text; a CV has fewer.".formatted(most));
  }
}
