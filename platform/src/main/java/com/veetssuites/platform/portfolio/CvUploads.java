package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.cv.CvContent;
import com.veetssuites.platform.cv.CvParser;
import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.platform.storage.FileStore;
import com.veetssuites.platform.storage.FileStore.StoredFile;
import com.veetssuites.platform.text.DocumentText;
import com.veetssuites.platform.text.DocumentTexts;
import com.veetssuites.platform.text.UnreadableDocument;
import com.veetssuites.task.Outcome;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the documents that were uploaded. One that cannot be read is not a failure of the task: the
 * portfolio says why. What fails is tried again: the file store, the database, the machine.
 */
@Component
class CvUploads {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String LATER =
      "The document could not be read yet, because of a fault on our side; it is kept.";

  private final DocumentProgress progress;
  private final FileStore files;
  private final DocumentTexts texts;

  CvUploads(DocumentProgress progress, FileStore files, DocumentTexts texts) {
    this.progress = progress;
    this.files = files;
    this.texts = texts;
  }

  @TaskHandler(
      queue = "file_processing",
      maxRetries = 3,
      backoff = "60s",
      backoffMultiplier = 2,
      timeLimit = "5m")
  Outcome<CvSummary> process(ProcessCvUpload task, TaskContext context)
      throws IOException, InterruptedException {
    return process(task.portfolioId(), context.lastAttempt());
  }

  /**
   * @param last whether nobody tries again when this fails
   */
  Outcome<CvSummary> process(long id, boolean last) throws IOException, InterruptedException {
    Optional<Portfolio> begun = progress.begin(id);
    if (begun.isEmpty()) {
      return Outcome.cancel("Portfolio %d does not exist.".formatted(id));
    }
    Portfolio document = begun.get();
    if (document.status() != PortfolioStatus.PROCESSING) {
      return Outcome.done(CvSummary.of(document)); // an earlier task has read it
    }
    boolean settled = false;
    try {
      Outcome<CvSummary> outcome = read(document);
      settled = true;
      return outcome;
    } catch (InterruptedException e) {
      settled = true;
      giveBack(document, null);
      throw e;
    } finally {
      if (!settled && last) {
        giveBack(document, LATER);
      }
    }
  }

  private Outcome<CvSummary> read(Portfolio document) throws IOException, InterruptedException {
    CvContent content;
    try {
      DocumentText text = texts.read(bytes(document));
      content = CvParser.parse(text.text(), text.largest(), text.links());
    } catch (UnreadableDocument e) {
      return ended(
          progress.end(document, (portfolio, now) -> portfolio.failed(e.sentence(), now)),
          CvSummary.failed(document.id(), e.sentence()));
    }
    String json = JSON.writeValueAsString(content);
    return ended(
        progress.end(document, (portfolio, now) -> portfolio.processed(json, now)),
        CvSummary.of(document.id(), content));
  }

  private static Outcome<CvSummary> ended(boolean written, CvSummary summary) {
    return written
        ? Outcome.done(summary)
        : Outcome.cancel("The document was replaced or deleted while it was read.");
  }

  /** The document waits again, as after an upload. */
  private void giveBack(Portfolio document, @Nullable String reason) {
    var _ = progress.end(document, (portfolio, now) -> portfolio.postponed(reason, now));
  }

  private byte[] bytes(Portfolio document) throws IOException, UnreadableDocument {
    StoredFile file =
        files
            .open(document.fileKey())
            .orElseThrow(() ->
                new UnreadableDocument("The document is not stored any more; upload it again."));
    try (InputStream content = file.content().getInputStream()) {
      byte[] bytes = content.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, document.size() + 1));
      if (!HexFormat.of().formatHex(Sha256.of(bytes)).equals(document.sha256())) {
        throw new UnreadableDocument(
            "The stored document is not the one that was uploaded; upload it again.");
      }
      return bytes;
    }
  }
}
