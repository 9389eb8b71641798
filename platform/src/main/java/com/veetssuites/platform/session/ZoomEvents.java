package com.veetssuites.platform.session;

import com.veetssuites.platform.course.LiveSession;
import com.veetssuites.platform.course.LiveSessions;
import com.veetssuites.platform.course.RecordingStatus;
import com.veetssuites.platform.recording.DownloadTokens;
import com.veetssuites.platform.recording.ProcessZoomRecording;
import com.veetssuites.platform.web.WebhookEvents;
import com.veetssuites.task.Tasks;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Takes in what Zoom reports, each event once; a recording is fetched by a task. */
@Service
class ZoomEvents {

  private static final Logger LOG = LoggerFactory.getLogger(ZoomEvents.class);
  private static final String PREFERRED_VIEW = "shared_screen_with_speaker_view";
  private static final int MAX_URL_LENGTH = 2_000;
  private static final int MAX_TOKEN_LENGTH = 8_000;

  private final LiveSessions sessions;
  private final WebhookEvents received;
  private final DownloadTokens tokens;
  private final Tasks tasks;

  ZoomEvents(LiveSessions sessions, WebhookEvents received, DownloadTokens tokens, Tasks tasks) {
    this.sessions = sessions;
    this.received = received;
    this.tokens = tokens;
    this.tasks = tasks;
  }

  /**
   * Takes in a {@code recording.completed} event.
   *
   * @param id the same whenever Zoom, or anybody else, sends this event again
   */
  @Transactional
  void recordingCompleted(String id, JsonNode event) {
    if (!received.takeIn("zoom", id)) {
      LOG.debug("Zoom sent event {} again", id);
      return;
    }
    JsonNode object = event.path("payload").path("object");
    Optional<LiveSession> session = session(object.path("id"));
    Optional<String> url = recordingUrl(object.path("recording_files"));
    if (session.isEmpty() || url.isEmpty()) {
      LOG.debug("Event {} of Zoom is ignored: no session or no MP4 of ours", id);
      return;
    }
    // Of a recording that could not be fetched another event may bring a token that still works.
    if (!url.get().equals(session.get().recordingUrl())
        || session.get().recordingStatus() == RecordingStatus.FAILED) {
      session.get().recorded(url.get());
      String token = event.path("download_token").asString("");
      ProcessZoomRecording task =
          tokens.task(
              session.get().id(), url.get(), token.length() <= MAX_TOKEN_LENGTH ? token : "");
      tasks.enqueue(task, options -> options.uniqueKey(task.uniqueKey()));
    }
  }

  private Optional<LiveSession> session(JsonNode meeting) {
    return Optional.of(meeting)
        .filter(JsonNode::isValueNode)
        .map(number -> number.asString(""))
        .filter(number -> number.matches("[0-9]{1,20}"))
        .flatMap(sessions::findByZoomMeetingId);
  }

  /** Of several recordings the finished one that shows both screen and speaker. */
  private static Optional<String> recordingUrl(JsonNode files) {
    return files
        .valueStream()
        .filter(file -> file.path("file_type").asString("").equalsIgnoreCase("MP4"))
        .sorted(
            Comparator.comparing(
                    (JsonNode file) -> file.path("status").asString("").equals("completed"))
                .thenComparing(
                    file -> file.path("recording_type").asString("").startsWith(PREFERRED_VIEW))
                .reversed())
        .map(file -> file.path("download_url").asString(""))
        .filter(ZoomEvents::isUsable)
        .findFirst();
  }

  private static boolean isUsable(String url) {
    try {
      URI uri = new URI(url);
      return "https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && url.length() <= MAX_URL_LENGTH;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
