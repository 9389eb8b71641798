package com.veetssuites.platform.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.WarmProgress;
import com.veetssuites.cache.WarmRequest;
import com.veetssuites.platform.PlatformServer;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

@Timeout(60)
class CacheWarmUpTest {

  private final PlatformServer server = PlatformServer.shared();
  private final CacheWarmUp warmUp = server.bean(CacheWarmUp.class);

  private static WarmedCache run(
      CacheWarmUp warmUp, @Nullable List<String> parts, @Nullable Map<String, String> limits)
      throws InterruptedException {
    return warmUp.warm(
        new WarmCache(parts, limits), TaskContext.detached(new TaskId(UUID.randomUUID()), null));
  }

  private CacheWarmUp of(CacheWarmer... warmers) {
    var beans = new StaticListableBeanFactory();
    beans.addBean(
        "warmers", new CacheWarmers(server.bean(TieredCaches.class), List.of(warmers), 2));
    return new CacheWarmUp(beans.getBeanProvider(CacheWarmers.class));
  }

  private interface Work {
    void warm(WarmRequest request, WarmProgress progress) throws Exception;
  }

  private static CacheWarmer warmer(String name, Work work) {
    return new CacheWarmer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String description() {
        return name;
      }

      @Override
      public void warm(WarmRequest request, WarmProgress progress) throws Exception {
        work.warm(request, progress);
      }
    };
  }

  @Test
  void every_part_is_warmed_and_counted() throws Exception {
    server.course(server.instructor(), "10", true);
    WarmedCache warmed = run(warmUp, null, null);
    assertThat(warmed.parts())
        .extracting(WarmedCache.Part::warmer)
        .contains("courses", "enrollments", "portfolios", "users");
    assertThat(warmed.failed()).as(warmed.toString()).isZero();
    assertThat(warmed.warmed()).isPositive();
  }

  @Test
  void parts_and_limits_can_be_chosen() throws Exception {
    for (int i = 0; i < 25; i++) {
      server.course(server.instructor(), "10", true);
    }
    WarmedCache warmed = run(warmUp, List.of("courses"), Map.of("pages", "1"));
    assertThat(warmed.parts()).singleElement().extracting("warmer").isEqualTo("courses");
    assertThat(warmed.warmed()).as("a page and its 20 courses").isEqualTo(21);
  }

  @Test
  void what_cannot_be_warmed_is_told_in_the_result() throws Exception {
    WarmedCache warmed = run(warmUp, List.of("users"), Map.of("users", "999999999"));
    assertThat(warmed.failed()).isEqualTo(1);
    assertThat(warmed.parts().getFirst().reasons())
        .containsExactly("user 999999999: there is no such user");
    warmed =
        run(
            of(
                warmer("good", (request, progress) -> progress.done()),
                warmer(
                    "bad",
                    (request, progress) -> {
                      throw new IllegalStateException("x".repeat(100_000));
                    })),
            null,
            null);
    assertThat(warmed.warmed()).isEqualTo(1);
    assertThat(warmed.failed()).isEqualTo(1);
    assertThat(warmed.toString()).hasSizeLessThan(1_000);
  }

  @Test
  void unknown_parts_and_limits_are_not_tried_again() {
    assertThatThrownBy(() -> run(warmUp, List.of("coures"), null))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageStartingWith("There is no cache warmer 'coures'; there are: ")
        .hasMessageContaining("courses");
    assertThatThrownBy(() -> run(warmUp, List.of("courses"), Map.of("size", "1")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("There is no limit 'size' for courses; there are: pages.");
  }

  @Test
  void an_interrupt_stops_all_warmers() {
    CacheWarmUp endless =
        of(
            warmer(
                "endless",
                (request, progress) -> {
                  progress.done();
                  Thread.sleep(60_000);
                }));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> run(endless, null, null)).isInstanceOf(InterruptedException.class);
  }
}
