package com.veetssuites.platform.session;

import com.veetssuites.platform.account.Forbidden;
import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.course.LiveSession;
import com.veetssuites.platform.course.RecordingStatus;
import com.veetssuites.platform.storage.SignedLinks;
import com.veetssuites.platform.storage.SignedLinks.SignedLink;
import com.veetssuites.platform.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The recordings of the sessions, for those who take part. */
@RestController
@Tag(name = "sessions")
class RecordingController {

  private static final Duration LINK_VALIDITY = Duration.ofMinutes(15);

  private final SessionSchedule schedule;
  private final SignedLinks links;

  RecordingController(SessionSchedule schedule, SignedLinks links) {
    this.schedule = schedule;
    this.links = links;
  }

  @GetMapping("/api/sessions/{id}/recording")
  @Operation(summary = "A link to the recording of a session, for those who take part")
  SignedLink recording(@PathVariable long id, @AuthenticationPrincipal Viewer viewer) {
    SessionSchedule.Seen seen = schedule.find(id, viewer);
    if (!seen.participant()) {
      throw new Forbidden("Only those who take part in the course may watch its recordings.");
    }
    LiveSession session = seen.session();
    if (session.recordingStatus() == RecordingStatus.NONE) {
      throw new RecordingNotFound(id);
    }
    if (session.recordingStatus() != RecordingStatus.AVAILABLE || session.recordingKey() == null) {
      throw new RecordingNotReady(id, session.recordingStatus());
    }
    return links.sign(session.recordingKey(), LINK_VALIDITY);
  }

  /** Nothing was recorded, or Zoom has not said so yet. */
  static final class RecordingNotFound extends Problem {
    RecordingNotFound(long session) {
      super(
          HttpStatus.NOT_FOUND,
          "Session %d has no recording; its recording_status is none.".formatted(session));
    }
  }

  /** There is a recording, which cannot be watched now. */
  static final class RecordingNotReady extends Problem {
    RecordingNotReady(long session, RecordingStatus status) {
      super(
          HttpStatus.CONFLICT,
          "The recording of session %d cannot be watched; its recording_status is %s."
              .formatted(session, status.value()));
    }
  }
}
