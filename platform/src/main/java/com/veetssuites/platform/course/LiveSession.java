package com.veetssuites.platform.course;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A live session of a course, held over Zoom and perhaps recorded. */
@Entity
@Table(name = "sessions")
@DynamicUpdate
public class LiveSession {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  private Course course;

  /** The same, without loading the course. */
  @Column(name = "course_id", insertable = false, updatable = false)
  private long courseId;

  @Column(nullable = false)
  private String title;

  @Column(nullable = false)
  private Instant scheduledAt;

  private @Nullable String zoomMeetingId;
  private @Nullable String zoomJoinUrl;
  private @Nullable String recordingUrl;
  private @Nullable String recordingKey;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private RecordingStatus recordingStatus = RecordingStatus.NONE;

  @Column(nullable = false, updatable = false)
  private Instant createdAt;

  @Version private long version;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected LiveSession() {}

  public LiveSession(
      Course course,
      String title,
      Instant scheduledAt,
      @Nullable String zoomMeetingId,
      @Nullable String zoomJoinUrl,
      Instant now) {
    this.course = course;
    this.courseId = course.id();
    this.title = title;
    this.scheduledAt = scheduledAt;
    this.zoomMeetingId = zoomMeetingId;
    this.zoomJoinUrl = zoomJoinUrl;
    this.createdAt = now;
  }

  public long id() {
    return id;
  }

  public Course course() {
    return course;
  }

  public long courseId() {
    return courseId;
  }

  public String title() {
    return title;
  }

  public Instant scheduledAt() {
    return scheduledAt;
  }

  public @Nullable String zoomMeetingId() {
    return zoomMeetingId;
  }

  /** Only for those who take part. */
  public @Nullable String zoomJoinUrl() {
    return zoomJoinUrl;
  }

  /** Where Zoom keeps the recording; never shown. */
  public @Nullable String recordingUrl() {
    return recordingUrl;
  }

  /** Key of the recording in the file store, once it is there. */
  public @Nullable String recordingKey() {
    return recordingKey;
  }

  public RecordingStatus recordingStatus() {
    return recordingStatus;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public long version() {
    return version;
  }

  /** The instructor has said anew what the session is and when. */
  public void change(
      String newTitle, Instant when, @Nullable String meetingId, @Nullable String joinUrl) {
    title = newTitle;
    scheduledAt = when;
    zoomMeetingId = meetingId;
    zoomJoinUrl = joinUrl;
  }

  /** Zoom has a recording at this URL. */
  public void recorded(String url) {
    recordingUrl = url;
    recordingStatus = RecordingStatus.PENDING;
  }

  /** The recording is being copied to the file store. */
  public void recordingStarted() {
    recordingStatus = RecordingStatus.PROCESSING;
  }

  /** The recording could not be copied to the file store. */
  public void recordingFailed() {
    recordingStatus = RecordingStatus.FAILED;
  }

  /** The recording is in the file store. */
  public void recordingAvailable(String key) {
    recordingKey = key;
    recordingStatus = RecordingStatus.AVAILABLE;
  }
}
