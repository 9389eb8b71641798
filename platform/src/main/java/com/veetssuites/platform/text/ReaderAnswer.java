package com.veetssuites.platform.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process that reads a document says to its parent, which believes it nothing but its
 * length: a letter, then strings of UTF-8 behind their lengths.
 */
final class ReaderAnswer {

  private static final int TEXT = 'T';
  private static final int REFUSAL = 'R';
  private static final int MAX_STRINGS = 1_000;

  private ReaderAnswer() {}

  static void write(DocumentText text, DataOutputStream out) throws IOException {
    out.writeByte(TEXT);
    writeString(text.text(), out);
    writeString(text.largest() == null ? "" : text.largest(), out);
    out.writeInt(text.links().size());
    for (String link : text.links()) {
      writeString(link, out);
    }
  }

  static void writeRefusal(String sentence, DataOutputStream out) throws IOException {
    out.writeByte(REFUSAL);
    writeString(sentence, out);
  }

  /**
   * @param mostBytes of one string
   * @throws IOException when it ends early, as when the process has died, or is nonsense
   */
  static DocumentText read(DataInputStream in, int mostBytes)
      throws IOException, UnreadableDocument {
    int kind = in.readUnsignedByte();
    String text = readString(in, mostBytes);
    if (kind == REFUSAL) {
      throw new UnreadableDocument(text);
    }
    if (kind != TEXT) {
      throw nonsense();
    }
    String largest = readString(in, mostBytes);
    int count = in.readInt();
    if (count < 0 || count > MAX_STRINGS) {
      throw nonsense();
    }
    List<String> links = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      links.add(readString(in, mostBytes));
    }
    return new DocumentText(text, largest.isEmpty() ? null : largest, links);
  }

  private static IOException nonsense() {
    return new IOException("The process that reads documents answered nonsense.");
  }

  private static void writeString(String string, DataOutputStream out) throws IOException {
    byte[] bytes = string.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readString(DataInputStream in, int mostBytes) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > mostBytes) {
      throw new IOException("The process that reads documents answered too much.");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new java.io.EOFException();
    }
    return new String(bytes, UTF_8);
  }
}
