package com.veetssuites.platform.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

@Timeout(60)
class ResourceCleanerTest {

  private final PlatformServer server = PlatformServer.shared();
  private final List<String> ran = new ArrayList<>();

  private record Told(String name, Work work, List<String> ran) implements CleanUp {
    @Override
    public long run(CleanUpContext context) throws Exception {
      ran.add(name);
      return work.run(context);
    }
  }

  private interface Work {
    long run(CleanUpContext context) throws Exception;
  }

  private CleanUp cleanUp(String name, Work work) {
    return new Told(name, work, ran);
  }

  private CleanedResources clean(CleanUp... cleanUps) throws InterruptedException {
    var beans = new StaticListableBeanFactory();
    for (CleanUp each : cleanUps) {
      beans.addBean(each.name(), each);
    }
    return new ResourceCleaner(
            beans.getBeanProvider(CleanUp.class), server.bean(Batches.class), Clock.systemUTC())
        .clean(new CleanUpResources(), TaskContext.detached(new TaskId(UUID.randomUUID()), null));
  }

  @Test
  void every_domain_cleans_up_its_own() throws Exception {
    CleanedResources cleaned =
        server
            .bean(ResourceCleaner.class)
            .clean(
                new CleanUpResources(), TaskContext.detached(new TaskId(UUID.randomUUID()), null));
    assertThat(cleaned.removed())
        .containsKeys("webhook events", "orphaned files", "analytics reports");
  }

  @Test
  void webhook_events_are_forgotten_when_nobody_repeats_them_any_more() throws Exception {
    server
        .database()
        .sql(
            """
            INSERT INTO webhook_events (source, event_id, received_at)
            SELECT 'test', 'old' || n, now() - interval '31 days' FROM generate_series(1, 2500) AS n
             UNION ALL
            SELECT 'test', 'new' || n, now() - interval '29 days' FROM generate_series(1, 10) AS n
            """)
        .update();
    CleanedResources cleaned =
        server
            .bean(ResourceCleaner.class)
            .clean(
                new CleanUpResources(), TaskContext.detached(new TaskId(UUID.randomUUID()), null));
    assertThat(cleaned.removed().get("webhook events")).isGreaterThanOrEqualTo(2_500);
    assertThat(
            server
                .database()
                .sql("SELECT count(*) FROM webhook_events WHERE source = 'test'")
                .query(Long.class)
                .single())
        .isEqualTo(10);
  }

  @Test
  void one_that_fails_does_not_stop_the_others_and_is_told_at_the_end() {
    assertThatThrownBy(() ->
            clean(
                cleanUp("first", context -> 3),
                cleanUp(
                    "second",
                    context -> {
                      throw new IllegalStateException("the disk is full");
                    }),
                cleanUp("third", context -> 4)))
        .hasMessage("Not cleaned up: second (the disk is full). Cleaned up: first (3), third (4).");
    assertThat(ran).containsExactly("first", "second", "third");
  }

  @Test
  void batches_go_on_until_one_is_not_full() throws Exception {
    List<Integer> rows = new ArrayList<>(List.of(1_000, 1_000, 1, 7));
    assertThat(clean(cleanUp("rows", context -> context.batches(most -> rows.removeFirst()))))
        .isEqualTo(new CleanedResources(Map.of("rows", 2_001L), 2_001));
    assertThat(rows).containsExactly(7);
  }

  @Test
  void an_interrupt_stops_it_between_two_batches_and_before_the_next_clean_up() {
    assertThatThrownBy(() ->
            clean(
                cleanUp(
                    "endless",
                    context ->
                        context.batches(most -> {
                          Thread.currentThread().interrupt();
                          return most;
                        })),
                cleanUp("next", context -> 1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(ran).containsExactly("endless");
  }
}
