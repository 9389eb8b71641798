package com.veetssuites.platform.recording;

import com.veetssuites.platform.course.LiveSession;
import com.veetssuites.platform.course.LiveSessions;
import com.veetssuites.platform.course.RecordingStatus;
import com.veetssuites.platform.storage.FileStore;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the sessions say of their recordings, changed one at a time. */
@Service
class RecordedSessions {

  private final LiveSessions sessions;
  private final FileStore files;

  RecordedSessions(LiveSessions sessions, FileStore files) {
    this.sessions = sessions;
    this.files = files;
  }

  /** Whether a session still wants a recording. */
  enum Wish {
    /** It does, and waits for it. */
    WANTED,
    /** It has it already. */
    AVAILABLE,
    /** Zoom has reported another recording since. */
    REPLACED,
    /** There is no such session any more. */
    DELETED
  }

  /** Says that the copying goes on, if it is wanted. */
  @Transactional
  Wish start(ProcessZoomRecording task) {
    Optional<LiveSession> session = sessions.lock(task.sessionId());
    Wish wish = wish(session, task);
    if (wish == Wish.WANTED) {
      session.orElseThrow().recordingStarted();
    }
    return wish;
  }

  /**
   * Says that the recording can be watched, and drops the file that it replaces. When it is not
   * wanted any more, nothing is said, and the new file is the caller's to delete; unless it is the
   * session's already.
   */
  @Transactional
  Wish finish(ProcessZoomRecording task, String key) {
    Optional<LiveSession> found = sessions.lock(task.sessionId());
    Wish wish = wish(found, task);
    if (wish == Wish.WANTED) {
      LiveSession session = found.orElseThrow();
      String replaced = session.recordingKey();
      if (replaced != null && !replaced.equals(key)) {
        files.deleteAfterCommit(replaced);
      }
      session.recordingAvailable(key);
    }
    return wish;
  }

  /** Says that the recording cannot be had, if it is still wanted. */
  @Transactional
  void fail(ProcessZoomRecording task) {
    Optional<LiveSession> session = sessions.lock(task.sessionId());
    if (wish(session, task) == Wish.WANTED) {
      session.orElseThrow().recordingFailed();
    }
  }

  /** Whether the file is what a session shows. */
  @Transactional(readOnly = true)
  boolean shows(long session, String key) {
    return sessions
        .findById(session)
        .map(LiveSession::recordingKey)
        .filter(key::equals)
        .isPresent();
  }

  private static Wish wish(Optional<LiveSession> session, ProcessZoomRecording task) {
    if (session.isEmpty()) {
      return Wish.DELETED;
    }
    if (!task.recordingUrl().equals(session.get().recordingUrl())) {
      return Wish.REPLACED;
    }
    return session.get().recordingStatus() == RecordingStatus.AVAILABLE
            && session.get().recordingKey() != null
        ? Wish.AVAILABLE
        : Wish.WANTED;
  }
}
