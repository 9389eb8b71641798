package com.veetssuites.platform.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.account.Role;
import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.storage.FileStore;
import com.veetssuites.platform.text.HostileDocuments;
import com.veetssuites.task.Outcome;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskId;
import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Invariant: what a portfolio shows was read from the document that it has, whatever was uploaded,
 * deleted and processed in the meantime.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CvUploadsTest {

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static PlatformServer server;

  private final Account student = server.student();
  private final CvUploads uploads = server.bean(CvUploads.class);

  @BeforeAll
  static void start() {
    // No worker: the test runs the handler.
    server =
        PlatformServer.start(
            PostgresExtension.createDatabase(), "veets.tasks.worker.enabled=false");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private Portfolio upload(byte[] document) {
    return keep(document).portfolio();
  }

  private PortfolioKeeper.Kept keep(byte[] document) {
    return server
        .bean(PortfolioKeeper.class)
        .keep(
            new PortfolioUpload(Document.check(document), true),
            new Viewer(student.id(), Role.STUDENT, 1));
  }

  private Outcome<CvSummary> process(long portfolio) throws IOException, InterruptedException {
    return uploads.process(
        new ProcessCvUpload(portfolio),
        TaskContext.detached(new TaskId(UUID.randomUUID()), "cv:test"));
  }

  private Answer mine() {
    return student.client().get("/api/portfolio/").expect(200);
  }

  /** A CV that a word processor wrote. */
  private static byte[] cv(String name) throws IOException {
    return HostileDocuments.docx(
        HostileDocuments.paragraph(name)
            + HostileDocuments.paragraph("ada@example.org · +44 20 7946 0958 · London")
            + HostileDocuments.paragraph("Experience")
            + HostileDocuments.paragraph("Engineer, Analytical Engines Ltd, 2018 – present")
            + HostileDocuments.paragraph("Skills")
            + HostileDocuments.paragraph("Java, SQL"));
  }

  @Test
  void what_was_read_is_shown_to_the_owner_and_without_contact_data_to_everybody()
      throws Exception {
    long id = upload(cv("Ada Lovelace")).id();
    assertThat(mine().json().get("status").asString()).isEqualTo("uploaded");
    assertThat(process(id))
        .isEqualTo(Outcome.done(new CvSummary(id, PortfolioStatus.PROCESSED, null, 1, 0, 2)));
    Answer mine = mine();
    assertThat(mine.json().get("status").asString()).isEqualTo("processed");
    assertThat(mine.json().get("status_reason").isNull()).isTrue();
    assertThat(mine.json().at("/parsed_content/name").asString()).isEqualTo("Ada Lovelace");
    assertThat(mine.json().at("/parsed_content/email").asString()).isEqualTo("ada@example.org");
    assertThat(mine.json().at("/parsed_content/experience/0/organisation").asString())
        .isEqualTo("Analytical Engines Ltd");
    Answer open = server.anonymous().get("/api/portfolio/" + student.id() + "/").expect(200);
    assertThat(open.json().at("/parsed_content/skills/0").asString()).isEqualTo("Java");
    assertThat(open.body()).doesNotContain("ada@example.org", "7946", "status_reason");
  }

  @Test
  void a_second_run_for_the_same_document_changes_nothing() throws Exception {
    long id = upload(cv("Ada Lovelace")).id();
    Outcome<CvSummary> first = process(id);
    Answer before = mine();
    assertThat(process(id)).isEqualTo(first);
    assertThat(mine().body()).isEqualTo(before.body());
    assertThat(mine().tag()).isEqualTo(before.tag());
  }

  @Test
  void an_unreadable_document_ends_as_failed_with_a_sentence() throws Exception {
    for (Map.Entry<byte[], String> hostile :
        Map.of(
                HostileDocuments.scanned(), "holds no text",
                Documents.pdf("a catalogue without pages"), "PDF document",
                Documents.docx("not WordprocessingML"), "damaged")
            .entrySet()) {
      long id = upload(hostile.getKey()).id();
      assertThat(process(id))
          .isInstanceOfSatisfying(
              Outcome.Done.class,
              done ->
                  assertThat(((CvSummary) done.result()).status())
                      .isEqualTo(PortfolioStatus.FAILED));
      assertThat(mine().json().get("status").asString()).isEqualTo("failed");
      assertThat(mine().json().get("status_reason").asString()).contains(hostile.getValue());
      assertThat(process(id)).isInstanceOf(Outcome.Done.class);
    }
    assertThat(server.anonymous().get("/api/portfolio/" + student.id() + "/").body())
        .doesNotContain("status_reason", "damaged");
    upload(cv("Ada Lovelace"));
    assertThat(mine().json().get("status_reason").isNull()).isTrue();
  }

  @Test
  void a_portfolio_without_its_file_ends_as_failed() throws Exception {
    Portfolio portfolio = upload(cv("Ada Lovelace"));
    server.bean(FileStore.class).delete(portfolio.fileKey());
    assertThat(process(portfolio.id())).isInstanceOf(Outcome.Done.class);
    assertThat(mine().json().get("status_reason").asString()).contains("not stored any more");
    server
        .database()
        .sql("UPDATE portfolios SET status = 'uploaded', file_key = 'demo/1.pdf' WHERE id = ?")
        .param(portfolio.id())
        .update();
    assertThat(process(portfolio.id())).isInstanceOf(Outcome.Done.class);
    assertThat(mine().json().get("status").asString()).isEqualTo("failed");
  }

  @Test
  void what_was_read_of_a_replaced_or_deleted_document_is_dropped() throws Exception {
    DocumentProgress progress = server.bean(DocumentProgress.class);
    Portfolio old = progress.begin(upload(cv("Old Document")).id()).orElseThrow();
    Portfolio fresh = upload(cv("New Document"));
    assertThat(progress.end(old, (portfolio, now) -> portfolio.failed("old", now))).isFalse();
    assertThat(mine().json().get("status").asString()).isEqualTo("uploaded");
    assertThat(process(fresh.id())).isInstanceOf(Outcome.Done.class);
    assertThat(mine().json().at("/parsed_content/name").asString()).isEqualTo("New Document");
    student.client().delete("/api/portfolio/", "If-Match", "*").expect(204);
    assertThat(progress.end(fresh, (portfolio, now) -> portfolio.failed("late", now))).isFalse();
    assertThat(process(fresh.id())).isInstanceOf(Outcome.Cancel.class);
  }

  @Test
  void an_upload_enqueues_its_task_and_one_that_is_rolled_back_does_not() throws Exception {
    PortfolioKeeper.Kept kept = keep(cv("Ada Lovelace"));
    assertThat(student.client().get("/api/tasks/" + kept.task() + "/").expect(200).body())
        .contains("process_cv_upload", "queued");
    server.student().client().get("/api/tasks/" + kept.task() + "/").expect(404);
    long before = tasks();
    var nobody = new Viewer(Long.MAX_VALUE, Role.STUDENT, 1);
    var upload = new PortfolioUpload(Document.check(cv("Nobody")), null);
    assertThatThrownBy(() -> server.bean(PortfolioKeeper.class).keep(upload, nobody))
        .isInstanceOf(RuntimeException.class);
    assertThat(tasks()).isEqualTo(before);
  }

  private static long tasks() {
    return server
        .database()
        .sql("SELECT count(*) FROM tasks WHERE type = 'process_cv_upload'")
        .query(Long.class)
        .single();
  }

  @Test
  void a_document_that_is_interrupted_waits_as_after_its_upload() throws Exception {
    long id = upload(HostileDocuments.exponentialForms(12)).id();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> process(id)).isInstanceOf(InterruptedException.class);
    assertThat(mine().json().get("status").asString()).isEqualTo("uploaded");
  }

  @Test
  void a_fault_on_our_side_is_tried_again_and_told_when_nobody_tries_any_more() throws Exception {
    long id = upload(cv("Ada Lovelace")).id();
    String javaHome = System.getProperty("java.home");
    System.setProperty("java.home", "/nowhere"); // no process can be started
    try {
      assertThatThrownBy(() -> uploads.process(id, false)).isInstanceOf(UncheckedIOException.class);
      assertThat(mine().json().get("status").asString()).isEqualTo("processing");
      assertThatThrownBy(() -> uploads.process(id, true)).isInstanceOf(UncheckedIOException.class);
    } finally {
      System.setProperty("java.home", javaHome);
    }
    assertThat(mine().json().get("status").asString()).isEqualTo("uploaded");
    assertThat(mine().json().get("status_reason").asString()).contains("fault on our side");
    assertThat(process(id)).isInstanceOf(Outcome.Done.class); // as an operator has it tried again
    assertThat(mine().json().get("status").asString()).isEqualTo("processed");
  }

  /** Whatever happens at once, in the end the newest document is read. */
  @Test
  void uploads_and_runs_at_once_end_with_what_the_newest_document_says() throws Exception {
    long seed = 7;
    var random = new Random(seed);
    long id = upload(cv("First Document")).id();
    List<Callable<Object>> actions = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      byte[] document = cv("Document " + (char) ('A' + i) + "bc");
      actions.add(random.nextInt(3) == 0 ? () -> upload(document) : () -> process(id));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Object> action : threads.invokeAll(actions)) {
        assertThat(action.get()).as("seed " + seed).isNotNull();
      }
    }
    assertThat(process(id)).isInstanceOf(Outcome.Done.class);
    upload(cv("Last Document"));
    assertThat(process(id)).isInstanceOf(Outcome.Done.class);
    assertThat(mine().json().at("/parsed_content/name").asString()).isEqualTo("Last Document");
  }
}
