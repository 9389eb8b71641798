package com.veetssuites.platform.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.testing.PostgresExtension;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ZoomWebhookTest {

  private static final String SECRET = "the secret token of the Zoom app";
  private static PlatformServer server;
  private static long course;
  private static Account instructor;

  @BeforeAll
  static void start() {
    server =
        PlatformServer.start(
            PostgresExtension.createDatabase(),
            "veets.zoom.webhook-secret=" + SECRET,
            "veets.tasks.worker.enabled=false"); // what waits stays to be looked at
    instructor = server.instructor();
    course = server.course(instructor, "0", true);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String hmac(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
  }

  private static Answer send(String body, long timestamp) throws Exception {
    return server
        .anonymous()
        .post(
            "/api/zoom/webhook/",
            body,
            "x-zm-request-timestamp",
            "" + timestamp,
            "x-zm-signature",
            "v0=" + hmac("v0:" + timestamp + ":" + body));
  }

  private static Answer send(String body) throws Exception {
    return send(body, Instant.now().getEpochSecond());
  }

  private static long session(String meeting) {
    return instructor
        .client()
        .post(
            "/api/sessions/",
            Map.of(
                "course",
                course,
                "title",
                "Recorded",
                "scheduled_at",
                "2026-12-01T18:00:00Z",
                "zoom_meeting_id",
                meeting))
        .expect(201)
        .json()
        .get("id")
        .asLong();
  }

  private static Map<String, @Nullable Object> row(long session) {
    return server
        .database()
        .sql("SELECT recording_url, recording_status, version FROM sessions WHERE id = ?")
        .param(session)
        .query()
        .singleRow();
  }

  private static List<String> waiting(long session) {
    return server
        .database()
        .sql(
            """
            SELECT payload
            FROM tasks
            WHERE type = 'process_zoom_recording'
              AND queue = 'file_processing'
              AND idempotency_key LIKE ?
            """)
        .param("recording:" + session + ":%")
        .query(String.class)
        .list()
        .stream()
        .map(Objects::requireNonNull)
        .toList();
  }

  private static String completed(String meeting, String url) {
    return """
    {"event": "recording.completed", "event_ts": 1739923528123, "download_token": "abc",
     "payload": {"account_id": "AAA", "object": {"id": %s, "uuid": "x==", "topic": "T", "new_field": {"a": [1]},
       "recording_files": [
         {"id": "0", "file_type": "M4A", "download_url": "https://zoom.us/rec/audio"},
         {"id": "1", "file_type": "MP4", "status": "completed", "recording_type": "gallery_view",
          "download_url": "https://zoom.us/rec/gallery"},
         {"id": "2", "file_type": "MP4", "status": "completed", "recording_type": "shared_screen_with_speaker_view",
          "download_url": "%s", "file_size": 22}]}}}\
    """
        .formatted(meeting, url);
  }

  @Test
  void zoom_can_convince_itself_that_we_know_the_secret() throws Exception {
    Answer answer =
        send(
            "{\"event\":\"endpoint.url_validation\",\"payload\":{\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\"},\"event_ts\":1}");
    assertThat(answer.expect(200).json().get("plainToken").asString())
        .isEqualTo("qgg8vlvZRS6UYooatFL8Aw");
    assertThat(answer.json().get("encryptedToken").asString())
        .isEqualTo(hmac("qgg8vlvZRS6UYooatFL8Aw"));
  }

  @Test
  void a_completed_recording_is_pending_for_its_session() throws Exception {
    long number = session("910000001");
    send(completed("910000001", "https://zoom.us/rec/one")).expect(200);
    assertThat(row(number))
        .containsEntry("recording_url", "https://zoom.us/rec/one")
        .containsEntry("recording_status", "pending");
    long text = session("910000002");
    send(completed("\"910000002\"", "https://zoom.us/rec/two")).expect(200);
    assertThat(row(text)).containsEntry("recording_url", "https://zoom.us/rec/two");
  }

  @Test
  void a_completed_recording_is_to_be_fetched_once_with_a_token_that_nobody_reads()
      throws Exception {
    long session = session("910000006");
    send(completed("910000006", "https://zoom.us/rec/six")).expect(200);
    assertThat(waiting(session)).hasSize(1);
    assertThat(waiting(session).getFirst())
        .contains("https://zoom.us/rec/six", "sealedToken")
        .doesNotContain("\"abc\"");
    send(completed("910000006", "https://zoom.us/rec/six").replace("topic", "newer")).expect(200);
    assertThat(waiting(session)).hasSize(1);
    send(completed("910000006", "https://zoom.us/rec/seven")).expect(200);
    assertThat(waiting(session)).hasSize(2);
  }

  @Test
  void a_webhook_that_fails_leaves_neither_row_nor_task() throws Exception {
    long session = session("910000007");
    server.database().sql("ALTER TABLE tasks RENAME TO tasks_elsewhere").update();
    try {
      assertThat(send(completed("910000007", "https://zoom.us/rec/never")).status())
          .isGreaterThanOrEqualTo(500);
    } finally {
      server.database().sql("ALTER TABLE tasks_elsewhere RENAME TO tasks").update();
    }
    assertThat(row(session)).containsEntry("recording_status", "none");
    send(completed("910000007", "https://zoom.us/rec/never")).expect(200); // sent again by Zoom
    assertThat(row(session)).containsEntry("recording_status", "pending");
    assertThat(waiting(session)).hasSize(1);
  }

  @Test
  void the_same_event_twice_changes_nothing_even_signed_anew() throws Exception {
    long session = session("910000003");
    String event = completed("910000003", "https://zoom.us/rec/three");
    long now = Instant.now().getEpochSecond();
    send(event, now).expect(200);
    server
        .database()
        .sql(
            "UPDATE sessions SET recording_status = 'available', recording_url = 'https://other' WHERE id = ?")
        .param(session)
        .update();
    Map<String, @Nullable Object> before = row(session);
    send(event, now).expect(200);
    send(event, now + 1).expect(200);
    assertThat(row(session)).isEqualTo(before);
  }

  @Test
  void what_zoom_did_not_sign_lately_is_refused() throws Exception {
    long session = session("910000004");
    String event = completed("910000004", "https://zoom.us/rec/four");
    long now = Instant.now().getEpochSecond();
    send(event, now - 301).expect(401);
    send(event, now + 400).expect(401);
    var client = server.anonymous();
    client.post("/api/zoom/webhook/", event).expect(401);
    client
        .post(
            "/api/zoom/webhook/",
            event,
            "x-zm-request-timestamp",
            "" + now,
            "x-zm-signature",
            "v0=00")
        .expect(401);
    client
        .post(
            "/api/zoom/webhook/",
            event,
            "x-zm-request-timestamp",
            "99999999999999999999",
            "x-zm-signature",
            "v0=" + hmac("v0:99999999999999999999:" + event))
        .expect(401);
    client
        .post(
            "/api/zoom/webhook/",
            event + " ",
            "x-zm-request-timestamp",
            "" + now,
            "x-zm-signature",
            "v0=" + hmac("v0:" + now + ":" + event))
        .expect(401);
    assertThat(row(session)).containsEntry("recording_status", "none");
  }

  @Test
  void what_is_not_for_us_is_accepted_and_ignored() throws Exception {
    send(completed("999999999", "https://zoom.us/rec/nobody")).expect(200);
    send("{\"event\":\"meeting.started\",\"payload\":{}}").expect(200);
    send("{\"event\":\"recording.completed\"}").expect(200);
    send("{\"event\":\"recording.completed\",\"payload\":{\"object\":{\"id\":{},\"recording_files\":\"x\"}}}")
        .expect(200);
    send("{\"event\":\"recording.completed\",\"payload\":{\"object\":{\"id\":\"9\\u0000\",\"recording_files\":[null,1]}}}")
        .expect(200);
    long session = session("910000005");
    send(completed("910000005", "http://zoom.us/rec/plain")).expect(200);
    assertThat(row(session)).containsEntry("recording_url", "https://zoom.us/rec/gallery");
    send("[]").expect(200);
    send("{").expect(400);
  }

  @Test
  void without_a_secret_every_webhook_is_answered_with_what_to_configure() {
    Answer answer =
        PlatformServer.shared().anonymous().post("/api/zoom/webhook/", "{}").expect(503);
    assertThat(answer.body()).contains("not configured", "VEETS_ZOOM_WEBHOOK_SECRET");
  }
}
