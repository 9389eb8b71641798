package com.veetssuites.platform.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.platform.digest.Sha256;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The task to copy the recording of a session into the file store.
 *
 * @param recordingUrl where Zoom has it
 * @param sealedToken what Zoom wants to see for it, {@linkplain DownloadTokens sealed}; null when
 *     nothing
 */
public record ProcessZoomRecording(
    long sessionId, String recordingUrl, @Nullable String sealedToken) {

  public ProcessZoomRecording(long sessionId, String recordingUrl) {
    this(sessionId, recordingUrl, null);
  }

  /** The same for the same recording of the same session. */
  public String uniqueKey() {
    return "recording:%d:%s"
        .formatted(sessionId, HexFormat.of().formatHex(Sha256.of(recordingUrl.getBytes(UTF_8))));
  }

  /** Without the URL, which may open the recording to whoever has it. */
  @Override
  public String toString() {
    return "ProcessZoomRecording[sessionId=%d]".formatted(sessionId);
  }
}
