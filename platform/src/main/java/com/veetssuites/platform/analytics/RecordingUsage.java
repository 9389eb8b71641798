package com.veetssuites.platform.analytics;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions were held, and recorded.
 *
 * @param sessions scheduled in the period
 * @param held those of them whose time has come
 * @param recorded those held that have a recording, in whatever state
 * @param recordingRate recorded of held, 0 to 1; null without any
 * @param byStatus sessions by recording status, every status named
 * @param courses those with the most sessions held, at most 50
 */
record RecordingUsage(
    long sessions,
    long held,
    long recorded,
    @Nullable Double recordingRate,
    Map<String, Long> byStatus,
    List<CourseRecordings> courses)
    implements Report.Content {

  /**
   * The recordings of one course.
   *
   * @param available recordings that can be watched
   */
  record CourseRecordings(
      long course,
      String title,
      long sessions,
      long held,
      long recorded,
      long available,
      @Nullable Double recordingRate) {}
}
