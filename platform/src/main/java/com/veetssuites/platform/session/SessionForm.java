package com.veetssuites.platform.session;

import com.veetssuites.platform.course.LiveSession;
import com.veetssuites.platform.web.InvalidRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an instructor says about a session.
 *
 * @param title 1 to 200 characters
 * @param scheduledAt when it begins, in the years 2000 to 2099
 * @param zoomMeetingId 9 to 11 digits, spaces between them allowed; none by default
 * @param zoomJoinUrl an https link to Zoom; none by default
 */
record SessionForm(
    @NotBlank @Size(max = 200) String title,
    @NotNull Instant scheduledAt,
    @Nullable String zoomMeetingId,
    @Size(max = 1_000) @Nullable String zoomJoinUrl) {

  private static final String MEETING_ID = "[0-9]{9,11}";
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  @SuppressWarnings("NullAway") // a missing time is reported by its @NotNull
  SessionForm(
      String title,
      @Nullable Instant scheduledAt,
      @Nullable String zoomMeetingId,
      @Nullable String zoomJoinUrl) {
    this.title = title;
    this.scheduledAt = scheduledAt == null ? null : scheduledAt.truncatedTo(ChronoUnit.MICROS);
    this.zoomMeetingId = zoomMeetingId == null ? null : zoomMeetingId.replace(" ", "");
    this.zoomJoinUrl = zoomJoinUrl;
  }

  static SessionForm of(LiveSession session) {
    return new SessionForm(
        session.title(), session.scheduledAt(), session.zoomMeetingId(), session.zoomJoinUrl());
  }

  /**
   * Checks what no annotation can, in the fields that differ from the current ones.
   *
   * @param current null for a new session
   * @throws InvalidRequest when the time is not near our own, the meeting has no number, or the
   *     link leads elsewhere
   */
  void check(@Nullable SessionForm current, List<String> joinHosts) {
    if (scheduledAt.isBefore(EARLIEST) || !scheduledAt.isBefore(LATEST)) {
      throw new InvalidRequest("scheduled_at", "must be a time in the years 2000 to 2099");
    }
    if (zoomMeetingId != null
        && (current == null || !zoomMeetingId.equals(current.zoomMeetingId))
        && !zoomMeetingId.matches(MEETING_ID)) {
      throw new InvalidRequest("zoom_meeting_id", "must be the 9 to 11 digits of a Zoom meeting");
    }
    if (zoomJoinUrl != null
        && (current == null || !zoomJoinUrl.equals(current.zoomJoinUrl))
        && !leadsTo(zoomJoinUrl, joinHosts)) {
      throw new InvalidRequest(
          "zoom_join_url", "must be an https link to " + String.join(" or ", joinHosts));
    }
  }

  private static boolean leadsTo(String url, List<String> hosts) {
    try {
      URI uri = new URI(url);
      if (!"https".equalsIgnoreCase(uri.getScheme())
          || uri.getHost() == null
          || uri.getUserInfo() != null
          || (uri.getPort() != -1 && uri.getPort() != 443)) {
        return false;
      }
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      return hosts.stream().anyMatch(known -> host.equals(known) || host.endsWith("." + known));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
