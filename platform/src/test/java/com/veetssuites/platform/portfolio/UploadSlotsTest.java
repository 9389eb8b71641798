package com.veetssuites.platform.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadSlotsTest {

  @Test
  void when_all_slots_are_taken_the_next_is_told_when_to_come_back() {
    var slots = new UploadSlots();
    List<UploadSlots.Slot> taken = new ArrayList<>();
    for (int i = 0; i < UploadSlots.SLOTS; i++) {
      taken.add(slots.take());
    }
    assertThatThrownBy(slots::take)
        .isInstanceOfSatisfying(
            UploadSlots.TooManyUploads.class,
            problem -> assertThat(problem.headers().getFirst("Retry-After")).isEqualTo("10"));
    taken.getFirst().close();
    slots.take().close();
  }
}
