package com.veetssuites.platform.session;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.veetssuites.platform.course.LiveSession;
import com.veetssuites.platform.course.SessionSummary;
import org.jspecify.annotations.Nullable;

/**
 * A session as one viewer may see it.
 *
 * @param zoomMeetingId null for those who do not take part
 */
record SessionDetail(@JsonUnwrapped SessionSummary session, @Nullable String zoomMeetingId) {

  static SessionDetail of(LiveSession session, boolean participant) {
    return new SessionDetail(
        SessionSummary.of(session, participant), participant ? session.zoomMeetingId() : null);
  }
}
