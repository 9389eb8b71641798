package com.veetssuites.platform.text;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Reads documents, each in a Java process of its own that is killed after its time: what reads a
 * document cannot be interrupted, and a small file can unfold to any size. Safe for use by any
 * number of threads; a few documents are read at once, others wait.
 */
@Component
public class DocumentTexts {

  /** The exit code of a JVM that was told to end when its memory does. */
  private static final int OUT_OF_MEMORY = 3;

  private static final int BYTES_A_CHARACTER = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final TextProperties properties;
  private final ReaderCommand command;
  private final Semaphore slots;

  DocumentTexts(TextProperties properties) {
    this.properties = properties;
    this.command = new ReaderCommand(properties);
    this.slots = new Semaphore(properties.processes(), true);
  }

  /**
   * Reads a PDF or DOCX document.
   *
   * @throws UnreadableDocument when it cannot be read, however often it is tried
   * @throws InterruptedException when the thread was interrupted; the process is dead then
   * @throws UncheckedIOException when the machine cannot read documents at the moment
   */
  public DocumentText read(byte[] document) throws UnreadableDocument, InterruptedException {
    if (!slots.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new UncheckedIOException(
          new IOException("Too many documents are read at the moment; this one comes later."));
    }
    try {
      return readInProcess(document);
    } catch (IOException e) {
      throw new UncheckedIOException("Documents cannot be read at the moment: " + e, e);
    } finally {
      slots.release();
    }
  }

  private DocumentText readInProcess(byte[] document)
      throws IOException, UnreadableDocument, InterruptedException {
    var builder = new ProcessBuilder(command.line()).redirectError(Redirect.DISCARD);
    builder.environment().clear(); // secrets are none of its business
    Process process = builder.start();
    try {
      // A pipe does not notice an interrupt, so another thread waits at it.
      var exchange = new FutureTask<>(exchange(process, document));
      Thread.ofVirtual().name("reads a document").start(exchange);
      return exchange.get(properties.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw tooSlow();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UnreadableDocument unreadable -> throw unreadable;
        case IOException broken -> throw died(process, broken);
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private Callable<DocumentText> exchange(Process process, byte[] document) {
    return () -> {
      try (OutputStream out = process.getOutputStream()) {
        out.write(document);
      }
      try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
        return ReaderAnswer.read(in, properties.maxCharacters() * BYTES_A_CHARACTER + (1 << 16));
      }
    };
  }

  /** The process ended before it had answered. */
  private IOException died(Process process, IOException broken)
      throws UnreadableDocument, InterruptedException {
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      return broken;
    }
    return switch (process.exitValue()) {
      case OUT_OF_MEMORY ->
          throw new UnreadableDocument(
              "The document takes more than %d MB of memory to read; export it anew and upload that."
                  .formatted(properties.memory().toMegabytes()));
      case ReaderProcess.OUT_OF_TIME -> throw tooSlow();
      default ->
          new IOException(
              "the process that reads documents ended with code " + process.exitValue(), broken);
    };
  }

  private UnreadableDocument tooSlow() {
    return new UnreadableDocument(
        "The document could not be read in %d seconds; export it anew and upload that."
            .formatted(properties.timeLimit().toSeconds()));
  }
}
