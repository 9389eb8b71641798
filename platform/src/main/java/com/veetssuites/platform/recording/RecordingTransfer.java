package com.veetssuites.platform.recording;

import com.veetssuites.platform.storage.FileStore;
import com.veetssuites.platform.storage.FileUpload;
import com.veetssuites.task.Outcome;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskHandler;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Copies recordings from Zoom into the file store. What one try has stored the next goes on with,
 * on any worker that uses the same store. Only the session's current recording is ever shown,
 * whatever order the tasks run in, and what nobody shows does not stay.
 */
@Component
class RecordingTransfer {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingTransfer.class);

  private final RecordedSessions sessions;
  private final RecordingCopy copy;
  private final FileStore files;

  RecordingTransfer(RecordedSessions sessions, RecordingCopy copy, FileStore files) {
    this.sessions = sessions;
    this.copy = copy;
    this.files = files;
  }

  /** A recording that can be watched. */
  record TransferredRecording(long sessionId, long bytes) {}

  // The time limit is above that of one try in the settings, which ends it with a better sentence.
  @TaskHandler(
      queue = "file_processing",
      maxRetries = 8,
      backoff = "30s",
      backoffMultiplier = 2,
      maxBackoff = "1h",
      timeLimit = "12h")
  Outcome<TransferredRecording> process(ProcessZoomRecording task, TaskContext context)
      throws IOException, InterruptedException {
    return process(task, context, context.lastAttempt());
  }

  Outcome<TransferredRecording> process(
      ProcessZoomRecording task, TaskContext context, boolean lastAttempt)
      throws IOException, InterruptedException {
    boolean over = false;
    try {
      RecordedSessions.Wish wish = sessions.start(task);
      if (wish != RecordedSessions.Wish.WANTED) {
        over = true;
        return notWanted(task, wish);
      }
      context.progress(0, "Asking for the recording");
      RecordingCopy.Copied copied = copy.copy(task, context);
      wish = sessions.finish(task, copied.key());
      over = true;
      if (wish != RecordedSessions.Wish.WANTED) {
        return notWanted(task, wish);
      }
      context.progress(100, "The recording can be watched");
      LOG.info("The recording of session {}: {} bytes stored", task.sessionId(), copied.bytes());
      return Outcome.done(new TransferredRecording(task.sessionId(), copied.bytes()));
    } catch (PermanentFailure e) {
      over = true;
      sessions.fail(task);
      throw e;
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted()) { // whatever it was that noticed: a socket, a file, the store
        var interrupted = new InterruptedException("The transfer was interrupted.");
        interrupted.initCause(e);
        throw interrupted;
      }
      over = failed(task, lastAttempt);
      throw e;
    } finally {
      if (over) {
        dropUnshown(task, context);
      }
    }
  }

  private boolean failed(ProcessZoomRecording task, boolean lastAttempt) {
    if (lastAttempt) {
      sessions.fail(task);
    }
    return lastAttempt;
  }

  private static Outcome<TransferredRecording> notWanted(
      ProcessZoomRecording task, RecordedSessions.Wish wish) {
    String reason =
        switch (wish) {
          case AVAILABLE -> "Session %d has this recording already.";
          case REPLACED -> "Zoom has reported another recording of session %d since.";
          case DELETED -> "Session %d does not exist any more.";
          case WANTED -> throw new IllegalArgumentException("It is wanted.");
        };
    return Outcome.cancel(reason.formatted(task.sessionId()));
  }

  /**
   * The upload of this task is nobody's once the task is over, unless it is what the session shows.
   */
  private void dropUnshown(ProcessZoomRecording task, TaskContext context) {
    TransferState state = TransferState.read(context.checkpoint());
    if (state == null) {
      return;
    }
    try (FileUpload upload = files.resume(state.ticket()).orElse(null)) {
      if (upload != null
          && !(upload.finished() && sessions.shows(task.sessionId(), upload.finish()))) {
        upload.discard();
      }
    } catch (FileStore.StorageUnavailable e) {
      LOG.warn(
          "What was stored for the recording of session {} is left to be found as abandoned",
          task.sessionId());
    }
  }
}
