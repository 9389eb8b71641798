package com.veetssuites.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.veetssuites.documentation.review.ReviewApplication;
import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Answer;
import com.veetssuites.platform.PlatformServer.Client;
import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The resource that docs/getting-started.md adds does what the page says of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class GettingStartedTest {

  private static final Path SOURCES = Path.of("src/test/java/com/veetssuites/documentation");

  private final PlatformServer server =
      PlatformServer.start(
          PostgresExtension.createDatabase(),
          "spring.main.sources=" + ReviewApplication.class.getName(),
          "spring.flyway.locations=classpath:db/migration,classpath:documentation");
  private final Account student = server.student();

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void every_line_of_java_and_sql_on_the_page_is_compiled() throws IOException {
    assertThat(lines(SOURCES, "java")).containsAll(Pages.code("getting-started.md", "java"));
    assertThat(lines(Path.of("src/test/resources/documentation"), "sql"))
        .containsAll(Pages.code("getting-started.md", "sql"));
    assertThat(Pages.code("getting-started.md", "java")).hasSizeGreaterThan(20);
  }

  @Test
  void a_list_is_read_in_one_statement_and_the_course_is_read_along() {
    for (int i = 0; i < 5; i++) {
      review(server.course(server.instructor(), "0", true), 3);
    }

    Client admin = server.admin().client();
    admin.get("/api/users/profile/").expect(200); // reads whose token it is
    Answer list = admin.get("/api/reviews/?ordering=rating").expect(200);

    assertThat(list.json().get("count").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(list.json().get("results").get(0).get("course_title").asString()).isNotBlank();
    assertThat(list.header("Server-Timing").orElse("none")).startsWith("db;desc=\"1 statements,");
  }

  @Test
  void answers_are_kept_until_something_that_they_show_is_written() {
    Account teacher = server.instructor();
    long course = server.course(teacher, "0", true);
    long id = review(course, 5).json().get("id").asLong();
    String detail = "/api/reviews/" + id + "/";
    hit("/api/reviews/");
    hit(detail);

    long other = review(server.course(teacher, "0", true), 4).json().get("id").asLong();

    assertThat(
            student.client().get("/api/reviews/").json().get("results").get(0).get("id").asLong())
        .isEqualTo(other);
    assertThat(cacheStatus(student.client().get(detail))).isEqualTo("veets; hit");

    teacher
        .client()
        .patch("/api/courses/" + course + "/", Map.of("title", "Renamed"), "If-Match", "*")
        .expect(200);

    assertThat(student.client().get(detail).json().get("course_title").asString())
        .isEqualTo("Renamed");
  }

  @Test
  void writing_leaves_a_task_whose_result_its_owner_may_read() {
    Answer written = review(server.course(server.instructor(), "0", true), 4);
    String link = written.header("Link").orElseThrow();
    String task = link.substring(1, link.indexOf('>'));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> student.client().get(task).expect(200).body().contains("\"succeeded\""));

    assertThat(student.client().get(task).json().get("result").get("count").asInt()).isEqualTo(1);
  }

  @Test
  void bad_input_is_told_by_field() {
    Answer answer =
        student
            .client()
            .post("/api/reviews/", Map.of("course", 1, "rating", 6, "text", ""))
            .expect(400);
    assertThat(answer.body()).contains("\"rating\"").contains("\"text\"");
    assertThat(
            student
                .client()
                .post("/api/reviews/", Map.of("course", 0, "rating", 5, "text", "Good"))
                .expect(400)
                .body())
        .contains("is the id of no course");
  }

  private Answer review(long course, int rating) {
    return student
        .client()
        .post(
            "/api/reviews/", Map.of("course", course, "rating", rating, "text", "Clear and short"))
        .expect(201);
  }

  /** Asks until the answer is a hit: loads that a write has overtaken are not kept. */
  private void hit(String path) {
    Answer answer = student.client().get(path).expect(200);
    for (int i = 0; i < 50 && !cacheStatus(answer).equals("veets; hit"); i++) {
      answer = student.client().get(path).expect(200);
    }
    assertThat(cacheStatus(answer)).as(path).isEqualTo("veets; hit");
  }

  private static String cacheStatus(Answer answer) {
    return answer.header("Cache-Status").orElse("none");
  }

  private static Set<String> lines(Path folder, String ending) throws IOException {
    Set<String> lines = new HashSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path source : files.filter(file -> file.toString().endsWith("." + ending)).toList()) {
        Files.readAllLines(source).forEach(line -> lines.add(line.strip()));
      }
    }
    return lines;
  }
}
