package com.veetssuites.platform.text;

/** Reads documents of the test's own within this process, as they are no danger. */
public final class InProcess {

  private InProcess() {}

  public static DocumentText read(byte[] document) throws UnreadableDocument {
    return ReaderProcess.read(document, new Limits(50, 200_000));
  }
}
