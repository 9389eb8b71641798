package com.veetssuites.platform.session;

import com.veetssuites.platform.storage.FileOwner;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The recordings of sessions. */
@Component
class RecordingFiles implements FileOwner {

  static final String AREA = "recordings";

  private final JdbcClient jdbc;

  RecordingFiles(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String area() {
    return AREA;
  }

  @Override
  public Set<String> inUse(Collection<String> keys) {
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT recording_key
                  FROM sessions
                 WHERE recording_key = ANY (:keys)
                """)
            .param("keys", keys.toArray(String[]::new))
            .query(String.class)
            .list());
  }
}
