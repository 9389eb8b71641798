package com.veetssuites.platform.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStore;
import org.junit.jupiter.api.Test;

/** Rows that are read are counted behind the cache's proxy, too. */
class StatementRowsTest {

  @Test
  void rows_of_a_list_are_counted() {
    PlatformServer server = PlatformServer.shared();
    server.course(server.instructor(), "0", true);
    StatementStore store = server.bean(StatementStore.class);
    server.database().sql("SELECT id AS counted_row FROM courses").query().listOfRows();
    assertThat(store.snapshot())
        .filteredOn(each -> each.sql().contains("counted_row"))
        .extracting(StatementSnapshot::rows)
        .allMatch(rows -> rows > 0);
  }
}
