package com.veetssuites.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the annotations write durations. */
class DurationsTest {

  @Test
  void numbers_units_and_iso_are_understood() {
    Map.of(
            "300",
            300_000L,
            "300s",
            300_000L,
            "5m",
            300_000L,
            "PT5M",
            300_000L,
            "2h",
            7_200_000L,
            "250ms",
            250L,
            "1d",
            86_400_000L,
            "0",
            0L,
            "0s",
            0L,
            " 5 m ",
            300_000L)
        .forEach((text, millis) ->
            assertThat(Durations.parse(text)).as(text).isEqualTo(Duration.ofMillis(millis)));
  }

  @Test
  void anything_else_is_refused() {
    for (String text : List.of("", "m", "5 minutes", "-5m", "PT-5M", "5,5s", "99999999999")) {
      assertThatThrownBy(() -> Durations.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not a duration such as 5m");
    }
  }
}
