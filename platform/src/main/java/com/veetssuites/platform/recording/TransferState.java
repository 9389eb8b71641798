package com.veetssuites.platform.recording;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the next try has to know to go on: kept as the checkpoint of the task.
 *
 * @param ticket of the upload
 * @param validator of the recording; null when the server gives none, and nothing can go on
 * @param total size of the recording in bytes; -1 when the server does not tell
 */
record TransferState(String ticket, @Nullable Validator validator, long total) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static @Nullable TransferState read(@Nullable String checkpoint) {
    if (checkpoint == null) {
      return null;
    }
    try {
      return JSON.readValue(checkpoint, TransferState.class);
    } catch (JacksonException e) {
      return null; // of another version: begin anew
    }
  }

  String write() {
    return JSON.writeValueAsString(this);
  }
}
