package com.veetssuites.platform.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.storage.FileStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final AtomicInteger MEETINGS = new AtomicInteger(800_000_000);

  private final PlatformServer server = PlatformServer.shared();
  private final Account instructor = server.instructor();
  private final long course = server.course(instructor, "10.00", true);

  private static String meeting() {
    return "" + MEETINGS.incrementAndGet();
  }

  private Map<String, Object> form(String title) {
    var form = new HashMap<String, Object>();
    form.put("course", course);
    form.put("title", title);
    form.put("scheduled_at", "2026-12-01T18:00:00Z");
    form.put("zoom_meeting_id", meeting());
    form.put("zoom_join_url", "https://us02web.zoom.us/j/8000?pwd=x");
    return form;
  }

  private long session() {
    return instructor
        .client()
        .post("/api/sessions/", form("First"))
        .expect(201)
        .json()
        .get("id")
        .asLong();
  }

  private Account participant() {
    Account student = server.student();
    server
        .database()
        .sql(
            "INSERT INTO enrollments (student_id, course_id, payment_status) VALUES (?, ?, 'completed')")
        .params(student.id(), course)
        .update();
    return student;
  }

  @Test
  void join_links_are_shown_to_those_who_take_part_and_to_nobody_else() {
    long session = session();
    String list = "/api/courses/" + course + "/sessions/";
    assertThat(
            server.anonymous().get(list).expect(200).json().at("/results/0/zoom_join_url").isNull())
        .isTrue();
    assertThat(
            server
                .student()
                .client()
                .get(list)
                .expect(200)
                .json()
                .at("/results/0/zoom_join_url")
                .isNull())
        .isTrue();
    Account participant = participant();
    assertThat(participant.client().get(list).json().at("/results/0/zoom_join_url").asString())
        .startsWith("https://us02web.zoom.us/");
    assertThat(
            participant
                .client()
                .get("/api/sessions/" + session)
                .json()
                .get("zoom_join_url")
                .asString())
        .startsWith("https://us02web.zoom.us/");
    Answer stranger = server.student().client().get("/api/sessions/" + session + "/").expect(200);
    assertThat(stranger.json().get("zoom_join_url").isNull()).isTrue();
    assertThat(stranger.json().get("zoom_meeting_id").isNull()).isTrue();
    assertThat(
            server
                .anonymous()
                .get("/api/courses/" + course + "/")
                .expect(200)
                .json()
                .at("/sessions/0/id")
                .asLong())
        .isEqualTo(session);
  }

  @Test
  void sessions_are_listed_by_date_page_by_page() {
    for (int day = 9; day >= 1; day--) {
      var form = form("Day " + day);
      form.put("scheduled_at", "2026-12-0" + day + "T18:00:00Z");
      instructor.client().post("/api/sessions/", form).expect(201);
    }
    Answer page =
        server
            .anonymous()
            .get("/api/courses/" + course + "/sessions/?page=2&page_size=4")
            .expect(200);
    assertThat(page.json().get("count").asLong()).isEqualTo(9);
    assertThat(page.json().at("/results/0/title").asString()).isEqualTo("Day 5");
    Answer first =
        server
            .anonymous()
            .get("/api/courses/" + course + "/sessions?cursor=&page_size=5&ordering=-scheduled_at");
    assertThat(first.expect(200).json().at("/results/0/title").asString()).isEqualTo("Day 9");
    String next = first.json().get("next").asString().replaceFirst("http://[^/]+", "");
    assertThat(server.anonymous().get(next).expect(200).json().at("/results/0/title").asString())
        .isEqualTo("Day 4");
  }

  @Test
  void a_draft_hides_its_sessions_from_everybody_but_its_owner() {
    long draft = server.course(instructor, "0", false);
    var form = form("Secret");
    form.put("course", draft);
    long session =
        instructor.client().post("/api/sessions/", form).expect(201).json().get("id").asLong();
    var stranger = server.instructor().client();
    stranger.get("/api/courses/" + draft + "/sessions/").expect(404);
    stranger.get("/api/sessions/" + session + "/").expect(404);
    stranger.get("/api/sessions/" + session + "/recording/").expect(404);
    stranger
        .patch("/api/sessions/" + session + "/", Map.of("title", "x"), "If-Match", "*")
        .expect(404);
    stranger.delete("/api/sessions/" + session + "/", "If-Match", "*").expect(404);
    instructor.client().get("/api/sessions/" + session + "/").expect(200);
    server.admin().client().get("/api/sessions/" + session + "/").expect(200);
  }

  @Test
  void only_the_owner_and_administrators_plan_sessions() {
    server.anonymous().post("/api/sessions/", form("x")).expect(401);
    server.student().client().post("/api/sessions/", form("x")).expect(403);
    server.instructor().client().post("/api/sessions/", form("x")).expect(403);
    Answer answer =
        server.admin().client().post("/api/sessions/", form("By the admin")).expect(201);
    assertThat(answer.header("Location"))
        .hasValue("/api/sessions/" + answer.json().get("id") + "/");
    assertThat(answer.tag()).isEqualTo("\"0\"");
  }

  @Test
  void what_a_session_cannot_be_is_refused_with_the_field() {
    Map<String, Object> wrong = new HashMap<>();
    wrong.put("title", " ");
    wrong.put("course", 999_999_999);
    wrong.put("scheduled_at", "+999999999-12-31T23:59:59Z");
    wrong.put("zoom_meeting_id", "12 34; DROP");
    wrong.put("zoom_join_url", "https://zoom.us.evil.example/j/1");
    for (var field : wrong.entrySet()) {
      var form = form("x");
      form.put(field.getKey(), field.getValue());
      Answer answer = instructor.client().post("/api/sessions/", form);
      assertThat(answer.status()).as("%s: %s", field, answer.body()).isIn(400, 404);
      if (answer.status() == 400) {
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field.getKey());
      }
    }
    for (String url :
        new String[] {
          "http://zoom.us/j/1",
          "https://zoom.us@evil.example/",
          "https://evilzoom.us/j/1",
          "javascript:alert(1)",
          "https://zoom.us:8443/j/1",
          "https://zoom.us /j",
          ""
        }) {
      var form = form("x");
      form.put("zoom_join_url", url);
      instructor.client().post("/api/sessions/", form).expect(400);
    }
    var unknown = form("x");
    unknown.put("colour", "red");
    instructor.client().post("/api/sessions/", unknown).expect(400);
    instructor.client().post("/api/sessions/", "{").expect(400);
  }

  @Test
  void a_change_needs_the_version_that_was_read() {
    long session = session();
    String path = "/api/sessions/" + session + "/";
    String tag = instructor.client().get(path).tag();
    instructor.client().patch(path, Map.of("title", "Second")).expect(428);
    Answer changed =
        instructor.client().patch(path, Map.of("title", "Second"), "If-Match", tag).expect(200);
    assertThat(changed.json().get("title").asString()).isEqualTo("Second");
    assertThat(changed.json().get("zoom_join_url").asString()).startsWith("https://us02web");
    instructor.client().patch(path, Map.of("title", "Third"), "If-Match", tag).expect(412);
    instructor.client().patch(path, Map.of("course", 1), "If-Match", changed.tag()).expect(400);
    instructor
        .client()
        .patch(path, Map.of("zoom_join_url", "https://example.org/"), "If-Match", changed.tag())
        .expect(400);
    server.student().client().patch(path, Map.of("title", "x"), "If-Match", "*").expect(403);
    instructor.client().delete(path).expect(428);
    instructor.client().delete(path, "If-Match", tag).expect(412);
    instructor.client().delete(path, "If-Match", changed.tag()).expect(204);
    instructor.client().get(path).expect(404);
  }

  @Test
  void a_zoom_meeting_belongs_to_one_session() {
    var form = form("One");
    instructor.client().post("/api/sessions/", form).expect(201);
    instructor.client().post("/api/sessions/", form).expect(409);
    long other = session();
    instructor
        .client()
        .patch(
            "/api/sessions/" + other + "/",
            Map.of("zoom_meeting_id", Objects.requireNonNull(form.get("zoom_meeting_id"))),
            "If-Match",
            "*")
        .expect(409);
  }

  @Test
  void a_course_has_five_hundred_sessions_at_most() {
    server
        .database()
        .sql(
            "INSERT INTO sessions (course_id, title, scheduled_at) SELECT ?, 'Session', now() FROM generate_series(1, 499)")
        .param(course)
        .update();
    session();
    Answer refused = instructor.client().post("/api/sessions/", form("One too many")).expect(409);
    assertThat(refused.json().get("type").asString()).endsWith(":too-many-sessions");
  }

  @Test
  void a_recording_is_for_those_who_take_part_and_only_through_a_signed_link() {
    long session = session();
    String path = "/api/sessions/" + session + "/recording/";
    Account participant = participant();
    server.anonymous().get(path).expect(401);
    server.student().client().get(path).expect(403);
    assertThat(participant.client().get(path).expect(404).body())
        .contains("recording_status is none");
    server
        .database()
        .sql("UPDATE sessions SET recording_status = 'processing' WHERE id = ?")
        .param(session)
        .update();
    assertThat(participant.client().get(path).expect(409).body())
        .contains("recording_status is processing");
    String key =
        server
            .bean(FileStore.class)
            .store(
                "recordings",
                new ByteArrayInputStream("0123456789".getBytes(StandardCharsets.UTF_8)),
                "video/mp4");
    server
        .database()
        .sql("UPDATE sessions SET recording_status = 'available', recording_key = ? WHERE id = ?")
        .params(key, session)
        .update();
    server.student().client().get(path).expect(403);
    Answer link = participant.client().get(path).expect(200);
    String url = link.json().get("url").asString();
    assertThat(link.json().get("expires_at").asString()).isNotEmpty();
    Answer part = server.anonymous().get(url, "Range", "bytes=2-4").expect(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.header("Content-Range")).hasValue("bytes 2-4/10");
    assertThat(part.header("Content-Type")).hasValue("video/mp4");
    instructor.client().delete("/api/sessions/" + session + "/", "If-Match", "*").expect(204);
    server.anonymous().get(url).expect(404);
  }
}
