package com.veetssuites.platform.session;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session that is to be: a {@link SessionForm} and where it belongs.
 *
 * @param course id of its course, for good
 */
record NewSession(
    @NotNull Long course,
    @NotBlank @Size(max = 200) String title,
    @NotNull Instant scheduledAt,
    @Nullable String zoomMeetingId,
    @Size(max = 1_000) @Nullable String zoomJoinUrl) {

  SessionForm form() {
    return new SessionForm(title, scheduledAt, zoomMeetingId, zoomJoinUrl);
  }
}
