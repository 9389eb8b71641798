package com.veetssuites.platform.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.download.DownloadTimedOut;
import com.veetssuites.platform.download.RawServer;
import com.veetssuites.platform.storage.FileStore;
import com.veetssuites.task.Outcome;
import com.veetssuites.task.PermanentFailure;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskState;
import com.veetssuites.task.Tasks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole way of a recording. Always: a session that shows one shows exactly the bytes of the
 * server, and what no session shows and no task goes on with is not in the store.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RecordingTransferContract {

  private static final int MEGABYTE = 1 << 20;
  private static final byte[] RECORDING = ZoomServer.recording(20 * MEGABYTE + 7, 1);
  private static final byte[] OTHER = ZoomServer.recording(19 * MEGABYTE, 2);

  private RawServer zoom;
  private RawServer neighbour;
  private PlatformServer server;
  private RecordingTransfer transfer;
  private FileStore files;
  private Account instructor;
  private long course;
  private long session;
  private String url;
  private TaskContext context;
  private Set<Path> before = Set.of();

  /** Starts a platform with these settings and the store of the test. */
  abstract PlatformServer start(String... settings);

  /** Where the files of the store lie. */
  abstract Path folder();

  @BeforeAll
  void startAll() {
    zoom = new RawServer("127.0.0.1", null, RawServer.redirect("/"));
    neighbour = new RawServer("127.0.0.2", null, ZoomServer.serving(RECORDING, "\"1\""));
    server =
        start(
            "veets.recordings.allowed-hosts=*",
            "veets.recordings.plain-hosts=127.0.0.1,127.0.0.2,localhost",
            "veets.recordings.allowed-ports=%d,%d".formatted(zoom.port(), neighbour.port()),
            "veets.recordings.allowed-networks=127.0.0.1/32",
            "veets.recordings.max-size=24MB",
            "veets.recordings.time-limit=4s",
            "veets.recordings.idle-timeout=1s");
    transfer = server.bean(RecordingTransfer.class);
    files = server.bean(FileStore.class);
    instructor = server.instructor();
    course = server.course(instructor, "0", true);
  }

  @AfterAll
  void stopAll() {
    server.close();
    zoom.close();
    neighbour.close();
  }

  @BeforeEach
  void aSessionWithARecording() throws IOException {
    session =
        instructor
            .client()
            .post(
                "/api/sessions/",
                Map.of(
                    "course", course, "title", "Recorded", "scheduled_at", "2026-12-01T18:00:00Z"))
            .expect(201)
            .json()
            .get("id")
            .asLong();
    url = "http://127.0.0.1:%d/rec/%s".formatted(zoom.port(), UUID.randomUUID());
    recorded(url);
    context = TaskContext.detached(new TaskId(UUID.randomUUID()), null);
    before = stored();
    neighbour.requests().clear();
  }

  private void recorded(String newUrl) {
    server
        .database()
        .sql(
            "UPDATE sessions SET recording_url = ?, recording_status = 'pending', version = version + 1 WHERE id = ?")
        .param(newUrl)
        .param(session)
        .update();
  }

  private ProcessZoomRecording task() {
    return new ProcessZoomRecording(session, url);
  }

  private Outcome<RecordingTransfer.TransferredRecording> run()
      throws IOException, InterruptedException {
    return transfer.process(task(), context, false);
  }

  private String status() {
    return (String) Objects.requireNonNull(row().get("recording_status"));
  }

  private Map<String, @Nullable Object> row() {
    return server
        .database()
        .sql("SELECT recording_status, recording_key FROM sessions WHERE id = ?")
        .param(session)
        .query()
        .singleRow();
  }

  /** An upload that was given up may still be on its way to the store when that is told. */
  private void assertNothingIsLeft() throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!before.containsAll(stored()) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(before).containsAll(stored());
  }

  private Set<Path> stored() throws IOException {
    if (!Files.exists(folder())) {
      return Set.of();
    }
    try (Stream<Path> all = Files.walk(folder())) {
      return all.filter(Files::isRegularFile).collect(Collectors.toSet());
    }
  }

  private void assertAvailable(byte[] bytes) throws IOException {
    assertThat(status()).isEqualTo("available");
    String key = (String) Objects.requireNonNull(row().get("recording_key"));
    try (InputStream content = files.open(key).orElseThrow().content().getInputStream()) {
      assertThat(content.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(stored()).hasSize(before.size() + 1);
  }

  private void assertFailedForGood(String sentence) throws IOException {
    assertThatThrownBy(this::run)
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(sentence);
    assertThat(status()).isEqualTo("failed");
    assertNothingIsLeft();
  }

  private void assertTriedAgain() {
    assertThatThrownBy(this::run).isInstanceOf(IOException.class);
    assertThat(status()).isEqualTo("processing");
  }

  @Test
  void a_recording_can_be_watched_once_it_was_copied() throws Exception {
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\""));
    assertThat(run())
        .isEqualTo(
            Outcome.done(new RecordingTransfer.TransferredRecording(session, RECORDING.length)));
    assertAvailable(RECORDING);
    String link =
        instructor
            .client()
            .get("/api/sessions/" + session + "/recording")
            .expect(200)
            .json()
            .get("url")
            .asString();
    var part = server.anonymous().get(link, "Range", "bytes=20971520-").expect(206);
    assertThat(part.header("Content-Range")).hasValue("bytes 20971520-20971526/20971527");
    assertThat(part.header("Content-Type")).hasValue("video/mp4");
    server.anonymous().get(link, "Range", "bytes=99999999-").expect(416);
  }

  @Test
  void a_broken_connection_is_gone_on_with_where_it_stopped() throws Exception {
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\"", 10 * MEGABYTE));
    assertTriedAgain();
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\"", 9 * MEGABYTE));
    assertTriedAgain();
    assertThat(zoom.requests()).hasSize(1);
    assertThat(zoom.requests().getFirst().header("range")).isEqualTo("bytes=8388608-");
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\""));
    run();
    assertThat(zoom.requests()).hasSize(1);
    assertThat(zoom.requests().getFirst().header("range")).isEqualTo("bytes=16777216-");
    assertAvailable(RECORDING);
  }

  @Test
  void a_recording_that_changed_meanwhile_is_fetched_from_its_beginning() throws Exception {
    zoom.answer(ZoomServer.serving(OTHER, "\"1\"", 10 * MEGABYTE));
    assertTriedAgain();
    zoom.answer(ZoomServer.serving(RECORDING, "\"2\""));
    run();
    assertAvailable(RECORDING);
  }

  @Test
  void a_part_of_something_else_is_not_taken_for_the_rest() throws Exception {
    RawServer.Answer[] wrong = {
      (request, out) -> { // ignores If-Range
        ZoomServer.partial(
            out, RECORDING, ZoomServer.from(request.header("range")), "\"2\"", RECORDING.length);
        ZoomServer.send(out, RECORDING, ZoomServer.from(request.header("range")), 1 << 30);
      },
      (request, out) -> { // of another size
        ZoomServer.partial(
            out, RECORDING, ZoomServer.from(request.header("range")), "\"1\"", 1 << 30);
        ZoomServer.send(out, RECORDING, ZoomServer.from(request.header("range")), 1 << 30);
      },
      (request, out) -> { // from elsewhere
        ZoomServer.partial(out, RECORDING, 5, "\"1\"", RECORDING.length);
        ZoomServer.send(out, RECORDING, 5, 1 << 30);
      },
      (request, out) -> RawServer.head(out, "416 Range Not Satisfiable", "Content-Length: 0"),
      (request, out) -> { // ignores Range
        ZoomServer.whole(out, RECORDING.length, "\"1\"");
        ZoomServer.send(out, RECORDING, 0, 1 << 30);
      }
    };
    for (RawServer.Answer answer : wrong) {
      aSessionWithARecording();
      zoom.answer(ZoomServer.serving(OTHER, "\"1\"", 10 * MEGABYTE));
      assertTriedAgain();
      RawServer.Answer well = ZoomServer.serving(RECORDING, "\"1\"");
      zoom.answer(
          (request, out) -> (request.header("range") == null ? well : answer).write(request, out));
      run();
      assertAvailable(RECORDING);
    }
  }

  @Test
  void without_a_strong_tag_nothing_is_gone_on_with() throws Exception {
    zoom.answer(ZoomServer.serving(OTHER, "W/\"1\"", 10 * MEGABYTE));
    assertTriedAgain();
    zoom.answer(ZoomServer.serving(RECORDING, "W/\"1\""));
    run();
    assertThat(zoom.requests().getFirst().header("range")).isNull();
    assertAvailable(RECORDING);
  }

  @Test
  void that_the_word_of_the_end_was_lost_is_no_reason_to_fetch_again() throws Exception {
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\""));
    server.bean(RecordingCopy.class).copy(task(), context); // and then the worker dies
    zoom.answer(RawServer.redirect("/"));
    run();
    assertThat(zoom.requests()).isEmpty();
    assertAvailable(RECORDING);
  }

  @Test
  void fewer_bytes_than_announced_are_no_recording() throws Exception {
    zoom.answer((request, out) -> {
      ZoomServer.whole(out, RECORDING.length + 1L, "\"1\"");
      ZoomServer.send(out, RECORDING, 0, 1 << 30);
    });
    assertTriedAgain();
    zoom.answer((request, out) -> {
      RawServer.head(out, "200 OK", "Content-Type: video/mp4");
      ZoomServer.send(out, RECORDING, 0, 1 << 30);
    });
    aSessionWithARecording();
    assertFailedForGood("does not tell where the recording ends");
  }

  @Test
  void what_is_too_large_is_refused_before_or_while_it_comes() throws Exception {
    zoom.answer((request, out) -> ZoomServer.whole(out, 25L * MEGABYTE, "\"1\""));
    assertFailedForGood("larger than 24 MB");
    aSessionWithARecording();
    zoom.answer((request, out) -> { // without an end
      RawServer.head(out, "200 OK", "Transfer-Encoding: chunked");
      byte[] chunk = ZoomServer.recording(MEGABYTE, 3);
      while (true) {
        out.write("100000\r\n".getBytes(UTF_8));
        out.write(chunk);
        out.write("\r\n".getBytes(UTF_8));
      }
    });
    assertFailedForGood("larger than 24 MB");
  }

  @Test
  void what_is_no_mp4_is_refused() throws Exception {
    zoom.answer((request, out) -> {
      RawServer.head(out, "200 OK", "Content-Type: text/html", "Content-Length: 6");
      out.write("log in".getBytes(UTF_8));
    });
    assertFailedForGood("sends text/html instead of an MP4 recording");
    for (String body : new String[] {"", "ftyp", "<html>a page to log in</html>"}) {
      aSessionWithARecording();
      zoom.answer((request, out) -> {
        ZoomServer.whole(out, body.length(), "\"1\"");
        out.write(body.getBytes(UTF_8));
      });
      assertFailedForGood("does not begin as an MP4 recording");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"400 No", "401 No", "403 No", "404 No", "410 Gone", "304 Same"})
  void what_no_retry_cures_is_failed_at_once(String line) throws IOException {
    zoom.answer((request, out) -> RawServer.head(out, line, "Content-Length: 0"));
    assertFailedForGood("(status " + line.substring(0, 3) + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"500 Oops", "503 Later", "429 Slowly", "408 Late"})
  void what_may_pass_is_tried_again_until_the_last_time(String line) throws IOException {
    zoom.answer((request, out) -> RawServer.head(out, line, "Content-Length: 0"));
    assertTriedAgain();
    assertThatThrownBy(() -> transfer.process(task(), context, true))
        .isInstanceOf(IOException.class);
    assertThat(status()).isEqualTo("failed");
    assertNothingIsLeft();
  }

  @Test
  void the_last_failure_leaves_nothing_of_what_had_come() throws IOException {
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\"", 10 * MEGABYTE));
    assertTriedAgain();
    assertThat(stored()).hasSizeGreaterThan(before.size());
    assertThatThrownBy(() -> transfer.process(task(), context, true))
        .isInstanceOf(IOException.class);
    assertThat(status()).isEqualTo("failed");
    assertNothingIsLeft();
  }

  @Test
  void a_slow_drip_and_silence_end_the_try_and_no_more() {
    zoom.answer((request, out) -> {
      ZoomServer.whole(out, RECORDING.length, "\"1\"");
      for (int i = 0; i < 1_000; i++) {
        out.write(RECORDING, i, 1);
        out.flush();
        Thread.sleep(100);
      }
    });
    assertThatThrownBy(this::run).isInstanceOf(DownloadTimedOut.class);
    zoom.answer((request, out) -> {
      ZoomServer.whole(out, RECORDING.length, "\"1\"");
      out.write(RECORDING, 0, 100);
      out.flush();
      Thread.sleep(10_000);
    });
    assertTriedAgain();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2:%d/",
        "http://2130706434:%d/",
        "http://[::ffff:127.0.0.2]:%d/",
        "http://169.254.169.254/%d",
        "file:///etc/passwd?%d"
      })
  void a_redirect_to_where_nobody_may_go_is_failed_at_once(String target) throws IOException {
    zoom.answer(RawServer.redirect(target.formatted(neighbour.port())));
    assertThatThrownBy(this::run).isInstanceOf(PermanentFailure.class);
    assertThat(status()).isEqualTo("failed");
    assertThat(neighbour.requests()).isEmpty();
  }

  @Test
  void a_recording_that_is_there_is_not_fetched_again() throws Exception {
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\""));
    run();
    zoom.answer(RawServer.redirect("/"));
    assertThat(run()).isInstanceOf(Outcome.Cancel.class);
    assertThat(
            transfer.process(
                task(), TaskContext.detached(new TaskId(UUID.randomUUID()), null), false))
        .isInstanceOf(Outcome.Cancel.class);
    assertThat(zoom.requests()).isEmpty();
    assertAvailable(RECORDING);
  }

  @Test
  void a_newer_recording_replaces_the_file_of_the_older() throws Exception {
    String old = files.store("recordings", new ByteArrayInputStream(OTHER), "video/mp4");
    server
        .database()
        .sql("UPDATE sessions SET recording_key = ? WHERE id = ?")
        .param(old)
        .param(session)
        .update();
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\""));
    run();
    assertThat(files.open(old)).isEmpty();
    assertAvailable(RECORDING);
  }

  @Test
  void what_a_newer_event_has_replaced_is_cancelled_even_at_the_end() throws Exception {
    RawServer.Answer well = ZoomServer.serving(RECORDING, "\"1\"");
    zoom.answer((request, out) -> {
      recorded("https://zoom.us/newer");
      well.write(request, out);
    });
    assertThat(run()).isInstanceOf(Outcome.Cancel.class);
    assertThat(status()).isEqualTo("pending");
    assertNothingIsLeft();
    zoom.requests().clear();
    assertThat(run()).isInstanceOf(Outcome.Cancel.class);
    assertThat(zoom.requests()).isEmpty();
  }

  @Test
  void nothing_is_kept_for_a_session_that_was_deleted() throws Exception {
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\"", 10 * MEGABYTE));
    assertTriedAgain();
    assertThat(stored()).hasSizeGreaterThan(before.size());
    instructor.client().delete("/api/sessions/" + session, "If-Match", "*").expect(204);
    assertThat(run()).isInstanceOf(Outcome.Cancel.class);
    assertNothingIsLeft();
    aSessionWithARecording();
    RawServer.Answer well = ZoomServer.serving(RECORDING, "\"1\"");
    zoom.answer((request, out) -> {
      instructor.client().delete("/api/sessions/" + session, "If-Match", "*").expect(204);
      well.write(request, out);
    });
    assertThat(run()).isInstanceOf(Outcome.Cancel.class);
    assertNothingIsLeft();
  }

  @Test
  void an_interrupted_transfer_goes_on_later() throws Exception {
    Thread worker = Thread.currentThread();
    zoom.answer((request, out) -> {
      ZoomServer.whole(out, RECORDING.length, "\"1\"");
      out.write(RECORDING, 0, 10 * MEGABYTE);
      out.flush();
      worker.interrupt();
      Thread.sleep(5_000);
    });
    assertThatThrownBy(this::run).isInstanceOf(InterruptedException.class);
    assertThat(status()).isEqualTo("processing");
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\""));
    run();
    assertAvailable(RECORDING);
  }

  @Test
  void the_download_token_is_shown_to_the_server_and_to_nobody_else() throws Exception {
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\""));
    var tokens = server.bean(DownloadTokens.class);
    ProcessZoomRecording task = tokens.task(session, url, "a secret token");
    assertThat(task.toString() + task.sealedToken()).doesNotContain("secret", "rec/");
    transfer.process(task, context, false);
    assertThat(zoom.requests().getFirst().header("authorization"))
        .isEqualTo("Bearer a secret token");
    assertAvailable(RECORDING);
    aSessionWithARecording(); // another URL: the token is not for that
    assertThatThrownBy(() ->
            transfer.process(
                new ProcessZoomRecording(session, url, task.sealedToken()), context, false))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("VEETS_ACCOUNT_SECRET");
  }

  @Test
  void a_worker_does_it_with_retries() throws Exception {
    RawServer.Answer broken = ZoomServer.serving(RECORDING, "\"1\"", 10 * MEGABYTE);
    zoom.answer(ZoomServer.serving(RECORDING, "\"1\""));
    server.bean(Tasks.class).enqueue(task(), options -> options.uniqueKey(task().uniqueKey()));
    awaitStatus("available");
    assertAvailable(RECORDING);
    aSessionWithARecording();
    zoom.answer(broken);
    TaskId id = server.bean(Tasks.class).enqueue(task());
    String waiting = "SELECT count(*) FROM tasks WHERE id = ? AND checkpoint IS NOT NULL";
    await(() -> server.database().sql(waiting).param(id.value()).query(Long.class).single() == 1);
    assertThat(status()).isEqualTo("processing");
    TaskControl control = server.bean(TaskControl.class);
    control.cancel(id); // or its next try would meet the answers of another test
    await(() -> control.find(id).orElseThrow().state() == TaskState.CANCELLED);
  }

  private void awaitStatus(String expected) {
    await(() -> status().equals(expected));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
