package com.veetssuites.platform.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invariant: every id is processed at least once; a chunk that a checkpoint names only once. */
@Timeout(60)
class BatchProcessorTest {

  private final PlatformServer server = PlatformServer.shared();
  private final TaskContext context = TaskContext.detached(new TaskId(UUID.randomUUID()), null);
  private final List<List<Long>> chunks = new ArrayList<>();

  private interface Work {
    int process(List<Long> ids) throws Exception;
  }

  private BatchProcessor processor(Work work) {
    return new BatchProcessor(
        List.of(
            new BatchItems() {
              @Override
              public String type() {
                return "numbers";
              }

              @Override
              public int process(List<Long> ids) throws Exception {
                chunks.add(List.copyOf(ids));
                return work.process(ids);
              }
            }));
  }

  private static List<Long> ids(int count) {
    return LongStream.rangeClosed(1, count).boxed().toList();
  }

  private ProcessedItems run(BatchProcessor processor, List<Long> ids) throws Exception {
    return processor.process(new BatchProcessItems("numbers", ids), context);
  }

  @Test
  void items_are_processed_a_hundred_at_a_time() throws Exception {
    assertThat(run(processor(List::size), ids(250)))
        .isEqualTo(new ProcessedItems("numbers", 250, 250, 0));
    assertThat(chunks).extracting(List::size).containsExactly(100, 100, 50);
    assertThat(chunks.stream().flatMap(List::stream)).isEqualTo(ids(250));
  }

  @Test
  void an_id_that_is_given_twice_is_one_item_and_one_that_does_not_exist_is_skipped()
      throws Exception {
    assertThat(run(processor(ids -> 2), List.of(7L, 8L, 7L, 9L)))
        .isEqualTo(new ProcessedItems("numbers", 3, 2, 1));
  }

  @Test
  void a_batch_of_nothing_is_done() throws Exception {
    assertThat(run(processor(List::size), List.of()))
        .isEqualTo(new ProcessedItems("numbers", 0, 0, 0));
  }

  @Test
  void the_next_try_goes_on_where_the_one_before_ended() throws Exception {
    BatchProcessor broken =
        processor(ids -> {
          if (ids.contains(250L)) {
            throw new IllegalStateException("the database is gone");
          }
          return ids.size() - 1;
        });
    assertThatThrownBy(() -> run(broken, ids(1_000))).hasMessage("the database is gone");
    chunks.clear();
    assertThat(run(processor(List::size), ids(1_000)))
        .isEqualTo(new ProcessedItems("numbers", 1_000, 998, 2));
    assertThat(chunks).hasSize(8);
    assertThat(chunks.getFirst().getFirst()).isEqualTo(201);
  }

  @Test
  void an_interrupt_stops_it_between_two_chunks() throws Exception {
    BatchProcessor interrupted =
        processor(ids -> {
          Thread.currentThread().interrupt();
          return ids.size();
        });
    assertThatThrownBy(() -> run(interrupted, ids(300)))
        .isInstanceOf(InterruptedException.class)
        .hasMessage("Stopped after 100 items");
    assertThat(run(processor(List::size), ids(300)).processed()).isEqualTo(300);
    assertThat(chunks).hasSize(3);
  }

  @Test
  void what_is_wrong_with_the_payload_is_not_tried_again() {
    assertThatThrownBy(() ->
            server
                .bean(BatchProcessor.class)
                .process(new BatchProcessItems("course", ids(1)), context))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageMatching(
            "There are no batch items of type \"course\"; there are: (.*, )?course_counts(, .*)?\\.");
    for (List<Long> wrong : List.of(List.of(1L, 0L), Arrays.asList(1L, null))) {
      assertThatThrownBy(() -> run(processor(List::size), wrong))
          .isInstanceOf(PermanentFailure.class)
          .hasMessage("The ids of the items must be a list of whole numbers above zero.");
    }
  }

  @Test
  void the_counts_of_courses_are_counted_anew() throws Exception {
    var teacher = server.instructor();
    long wrong = server.course(teacher, "0", true);
    long right = server.course(teacher, "0", true);
    for (int i = 0; i < 3; i++) {
      server.student().client().post("/api/courses/" + wrong + "/enroll/", null).expect(201);
    }
    server.student().client().post("/api/courses/" + right + "/enroll/", null).expect(201);
    server
        .database()
        .sql("UPDATE courses SET enrollment_count = 99 WHERE id = :id")
        .param("id", wrong)
        .update();
    ProcessedItems processed =
        server
            .bean(BatchProcessor.class)
            .process(
                new BatchProcessItems("course_counts", List.of(wrong, right, 999_999_999L)),
                context);
    assertThat(processed).isEqualTo(new ProcessedItems("course_counts", 3, 2, 1));
    assertThat(count(wrong)).isEqualTo(3);
    assertThat(count(right)).isEqualTo(1);
  }

  private long count(long course) {
    return server
        .anonymous()
        .get("/api/courses/" + course + "/")
        .expect(200)
        .json()
        .get("enrollment_count")
        .asLong();
  }
}
