package com.veetssuites.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadTest {

  @Test
  void each_thing_is_a_dependency_once_however_often_it_is_read() {
    Random random = new Random(7);
    for (int things : new int[] {1, 31, 32, 33, 64, 65, 129, 1000, Load.MOST_DEPENDENCIES}) {
      List<Long> hashes = new ArrayList<>();
      for (int i = 0; i < things; i++) {
        // Some differ in the upper half only, and one is zero.
        hashes.add(i % 3 == 0 ? (long) (i / 3) << 32 : random.nextLong());
      }
      Load load = Load.of(null, Position.NONE);
      Set<Long> told = new LinkedHashSet<>();
      for (int i = 0; i < 3 * things; i++) {
        long hash = hashes.get(i < things ? i : random.nextInt(things));
        load.dependOn(hash);
        told.add(hash);
      }
      assertThat(load.dependencies())
          .containsExactly(told.stream().mapToLong(Long::longValue).toArray());
      assertThat(load.storable()).isTrue();
    }
  }

  @Test
  void a_value_of_too_many_things_is_not_stored() {
    Load load = Load.of(null, Position.NONE);
    for (long hash = 1; hash <= Load.MOST_DEPENDENCIES; hash++) {
      load.dependOn(hash);
    }
    load.dependOn(1);
    assertThat(load.storable()).isTrue();

    load.dependOn(Load.MOST_DEPENDENCIES + 1);

    assertThat(load.storable()).isFalse();
    assertThat(load.size()).isEqualTo(Load.MOST_DEPENDENCIES);
  }
}
