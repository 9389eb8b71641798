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
      taken.add(slots.take(i));
    }
    assertThatThrownBy(() -> slots.take(100))
        .isInstanceOfSatisfying(
            UploadSlots.TooManyUploads.class,
            problem -> assertThat(problem.headers().getFirst("Retry-After")).isEqualTo("10"));
    taken.getFirst().close();
    slots.take(100).close();
  }

  @Test
  void a_user_who_uploads_slowly_takes_one_slot_however_often_they_begin() {
    var slots = new UploadSlots();
    UploadSlots.Slot slow = slots.take(1);

    assertThatThrownBy(() -> slots.take(1)).isInstanceOf(UploadSlots.TooManyUploads.class);
    slots.take(2).close();
    slow.close();
    slots.take(1).close();
  }
}
