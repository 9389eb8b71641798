package com.veetssuites.platform.recording;

import com.veetssuites.platform.download.Download;
import com.veetssuites.platform.download.Downloads;
import com.veetssuites.platform.download.TargetRefused;
import com.veetssuites.platform.storage.FileStore;
import com.veetssuites.platform.storage.FileUpload;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * One try to bring a recording into the file store: it goes on behind what an earlier one stored,
 * if the server confirms that the recording is still the same, and begins anew otherwise.
 */
@Component
class RecordingCopy {

  private static final String TYPE = "video/mp4";
  private static final String AREA = "recordings";
  private static final long MEGABYTE = 1 << 20;
  private static final int PARTIAL = 206;
  private static final int UNSATISFIABLE = 416;

  private final ObjectProvider<Downloads> downloads;
  private final FileStore files;
  private final DownloadTokens tokens;
  private final RecordingProperties properties;

  RecordingCopy(
      ObjectProvider<Downloads> downloads,
      FileStore files,
      DownloadTokens tokens,
      RecordingProperties properties) {
    this.downloads = downloads;
    this.files = files;
    this.tokens = tokens;
    this.properties = properties;
  }

  /** A file in the store. */
  record Copied(String key, long bytes) {}

  Copied copy(ProcessZoomRecording task, TaskContext context) throws IOException {
    TransferState state = TransferState.read(context.checkpoint());
    if (state != null) {
      FileUpload kept = files.resume(state.ticket()).orElse(null);
      if (kept != null) {
        try (kept) {
          if (kept.finished() || kept.size() == state.total()) {
            return new Copied(kept.finish(), kept.size()); // only the word of it was lost
          }
          if (state.validator() != null && kept.size() > 0) {
            Copied copied = goOn(task, context, state, state.validator(), kept);
            if (copied != null) {
              return copied;
            }
          }
          kept.discard();
        }
      }
    }
    return begin(task, context);
  }

  /** Null when the server has something else by now, or does not serve parts. */
  private @Nullable Copied goOn(
      ProcessZoomRecording task,
      TaskContext context,
      TransferState state,
      Validator validator,
      FileUpload upload)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Range", "bytes=%d-".formatted(upload.size()));
    headers.put("If-Range", validator.value());
    try (Download answer = open(task, headers)) {
      if (answer.status() == UNSATISFIABLE) {
        return null;
      }
      Answers.requireSuccess(answer);
      boolean continues =
          answer.status() == PARTIAL
              && validator.agreesWith(answer)
              && Answers.isRest(answer, upload.size(), state.total());
      return continues ? store(answer, upload, state.total(), context) : null;
    }
  }

  private Copied begin(ProcessZoomRecording task, TaskContext context) throws IOException {
    try (Download answer = open(task, Map.of())) {
      Answers.requireSuccess(answer);
      long total = Answers.requireWhole(answer, properties.maxSize());
      byte[] head = new byte[Mp4.HEAD];
      int length = 0;
      for (int read;
          length < head.length && (read = answer.read(head, length, head.length - length)) >= 0; ) {
        length += read;
      }
      if (!Mp4.begins(head, length)) {
        throw new PermanentFailure(
            "What the server sends does not begin as an MP4 recording does, whatever it calls it.");
      }
      try (FileUpload upload = files.begin(AREA, TYPE)) {
        Validator validator = Validator.of(answer).orElse(null);
        context.checkpoint(new TransferState(upload.ticket(), validator, total).write());
        upload.write(head, 0, length);
        return store(answer, upload, total, context);
      }
    }
  }

  private Download open(ProcessZoomRecording task, Map<String, String> headers) throws IOException {
    String token = task.sealedToken() == null ? null : tokens.open(task, task.sealedToken());
    try {
      return downloads
          .getObject()
          .open(new URI(task.recordingUrl()), headers, token, properties.timeLimit());
    } catch (TargetRefused e) {
      throw new PermanentFailure(String.valueOf(e.getMessage()), e);
    } catch (URISyntaxException e) {
      throw new PermanentFailure("The address of the recording is not a valid URL.");
    }
  }

  private Copied store(Download answer, FileUpload upload, long total, TaskContext context)
      throws IOException {
    byte[] buffer = new byte[FileUpload.BUFFER];
    long told = 0;
    for (int read; (read = answer.read(buffer, 0, buffer.length)) >= 0; ) {
      if (upload.size() + read > properties.maxSize().toBytes()) {
        throw Answers.tooLarge(properties.maxSize());
      }
      upload.write(buffer, 0, read);
      if (upload.size() - told >= MEGABYTE) {
        told = upload.size();
        tell(context, told, total);
      }
    }
    long size = upload.size();
    if (total >= 0 && size != total) {
      throw new IOException(
          "The recording was to have %d bytes, but %d came.".formatted(total, size));
    }
    return new Copied(upload.finish(), size);
  }

  private static void tell(TaskContext context, long bytes, long total) {
    if (total > 0) {
      context.progress(
          (int) Math.min(99, bytes * 100 / total),
          "%d of %d MB".formatted(bytes / MEGABYTE, (total + MEGABYTE - 1) / MEGABYTE));
    } else {
      context.progress(0, "%d MB".formatted(bytes / MEGABYTE));
    }
  }
}
