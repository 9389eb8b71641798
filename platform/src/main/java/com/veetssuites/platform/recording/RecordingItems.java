package com.veetssuites.platform.recording;

import com.veetssuites.platform.upkeep.BatchItems;
import com.veetssuites.task.Tasks;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sessions whose recording Zoom has reported, and which is not here yet: it is copied again. */
@Component
class RecordingItems implements BatchItems {

  private final JdbcClient jdbc;
  private final Tasks tasks;

  RecordingItems(JdbcClient jdbc, Tasks tasks) {
    this.jdbc = jdbc;
    this.tasks = tasks;
  }

  @Override
  public String type() {
    return "recording";
  }

  @Override
  @Transactional
  public int process(List<Long> ids) {
    List<ProcessZoomRecording> missing =
        jdbc.sql(
                """
                SELECT id, recording_url
                  FROM sessions
                 WHERE id = ANY (:ids)
                   AND recording_url IS NOT NULL
                   AND (recording_status <> 'available' OR recording_key IS NULL)
                 ORDER BY id
                """)
            .param("ids", ids.toArray(Long[]::new))
            .query((row, number) ->
                new ProcessZoomRecording(row.getLong("id"), row.getString("recording_url")))
            .list();
    missing.forEach(task -> tasks.enqueue(task, options -> options.uniqueKey(task.uniqueKey())));
    return missing.size();
  }
}
