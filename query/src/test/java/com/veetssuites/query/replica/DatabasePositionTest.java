package com.veetssuites.query.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabasePositionTest {

  @Test
  void what_is_printed_is_read_again() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      DatabasePosition position =
          new DatabasePosition(random.nextLong() & Long.MAX_VALUE, random.nextInt(1 << 30));
      assertThat(DatabasePosition.parse(position.toString())).isEqualTo(position);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "0/16B3748",
        "00000000016b3748",
        "00000000016b3748.",
        "00000000016b374.1",
        "00000000016b3748.-1",
        "00000000016B3748.1",
        "-0000000016b3748.1",
        "ffffffffffffffff.1",
        "00000000016b3748.999999999999",
        "00000000016b3748.1 ",
        "00000000016b3748.1\r\nSet-Cookie: a=b",
        "00000000016b3748.١",
        "' OR '1'='1"
      })
  void what_is_no_position_is_none(String text) {
    assertThat(DatabasePosition.parse(text)).isNull();
  }
}
