package com.veetssuites.query.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrimaryLogTest {

  private final PrimaryLog log = new PrimaryLog();

  @Test
  void a_replica_that_has_replayed_all_is_not_behind_however_long_nothing_is_written() {
    log.ended(100, 5_000);
    log.ended(200, 5_000);

    assertThat(log.lag(1_000_000, 5_000)).isZero();
  }

  @Test
  void the_lag_is_the_age_of_the_first_thing_that_is_missing() {
    log.ended(100, 5_000);
    log.ended(200, 6_000);
    log.ended(300, 7_000);

    assertThat(log.lag(1_000, 5_999)).isEqualTo(800);
    assertThat(log.lag(1_000, 6_000)).isEqualTo(700);
  }

  @Test
  void nobody_knows_how_long_ago_something_was_that_is_older_than_what_is_remembered() {
    assertThat(log.lag(1_000, 5_000)).isEqualTo(-1);
    log.ended(100, 5_000);

    assertThat(log.lag(1_000, 4_999)).isEqualTo(-1);
  }

  @Test
  void a_primary_whose_log_is_shorter_is_another_one() {
    log.ended(100, 5_000);
    log.ended(200, 4_000);

    assertThat(log.lag(1_000, 4_000)).isZero();
  }

  @Test
  void a_record_that_ends_with_its_page_ends_before_the_header_of_the_next() {
    assertThat(Probe.ended(8192 * 7 + 24)).isEqualTo(8192 * 7);
    assertThat(Probe.ended(8192 * 7 + 48)).isEqualTo(8192 * 7 + 48);
  }

  @Test
  void only_a_plain_select_is_taken_to_read() {
    assertThat(WatchedConnection.reads(" -- a\n /* b */ (SELECT 1)")).isTrue();
    assertThat(WatchedConnection.reads("values (1)")).isTrue();
    assertThat(WatchedConnection.reads("SHOW all")).isTrue();
    assertThat(WatchedConnection.reads("WITH gone AS (DELETE FROM a RETURNING 1) SELECT 1"))
        .isFalse();
    assertThat(WatchedConnection.reads("SELECT 1; DELETE FROM a")).isFalse();
    assertThat(WatchedConnection.reads("/* SELECT")).isFalse();
    assertThat(WatchedConnection.reads("")).isFalse();
  }
}
