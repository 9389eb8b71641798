package com.veetssuites.platform.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.command.ProgressBar;
import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.demo.DemoData;
import com.veetssuites.platform.demo.DemoPlan;
import com.veetssuites.platform.demo.DemoSize;
import com.veetssuites.testing.ExternalPostgres;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The embedded PostgreSQL 18 and an external PostgreSQL 15 give byte-identical answers for the same
 * demo data.
 */
class EnginesAgreeTest {

  private static final List<String> PUBLIC =
      List.of(
          "/api/courses/",
          "/api/courses/?page=3&page_size=7",
          "/api/courses/?ordering=title&page_size=100",
          "/api/courses/?ordering=-title",
          "/api/courses/?ordering=price&cursor=",
          "/api/courses/?ordering=-price&page_size=13&cursor=",
          "/api/courses/?search=data",
          "/api/courses/?search=the+begin&ordering=title",
          "/api/courses/?instructor=2",
          "/api/courses/999999/",
          "/api/courses/?page=99");

  private static final List<String> MINE =
      List.of(
          "/api/users/profile/",
          "/api/users/enrollments/",
          "/api/users/enrollments/?cursor=&page_size=3",
          "/api/courses/?mine=true",
          "/api/portfolio/",
          "/api/analytics/course_performance/?date_from=2026-01-01&date_to=2026-10-31",
          "/api/analytics/enrollment_funnel/?date_from=2026-01-01&date_to=2026-10-31",
          "/api/analytics/recording_usage/?date_from=2026-01-01&date_to=2026-10-31");

  @Test
  void embedded_and_external_databases_give_the_same_answers() throws Exception {
    try (ExternalPostgres external = ExternalPostgres.start(Path.of("target/postgresql-15.jar"));
        PlatformServer fifteen = PlatformServer.start(external.databaseUrl());
        PlatformServer embedded = PlatformServer.start("")) {
      assertThat(version(fifteen)).startsWith("15.");
      assertThat(version(embedded)).startsWith("18.");
      load(fifteen);
      load(embedded);
      List<String> paths = new ArrayList<>(PUBLIC);
      List<String> courses =
          embedded
              .database()
              .sql("SELECT id FROM courses ORDER BY id")
              .query((row, number) -> "/api/courses/" + row.getLong("id") + "/")
              .list();
      paths.addAll(courses);
      courses.forEach(course -> paths.add(course + "sessions/"));
      for (String path : paths) {
        assertThat(get(fifteen, path, "")).as(path).isEqualTo(get(embedded, path, ""));
      }
      for (String who : List.of("student", "instructor", "admin")) {
        String email = who + "@example.com";
        Account here = fifteen.logIn(email, "demo-password");
        Account there = embedded.logIn(email, "demo-password");
        for (String path : MINE) {
          assertThat(get(fifteen, path, here.access()))
              .as(who + " " + path)
              .isEqualTo(get(embedded, path, there.access()));
        }
      }
    }
  }

  private static void load(PlatformServer server) {
    new DemoData(server.bean(DataSource.class), server.bean(PasswordEncoder.class))
        .load(DemoPlan.of(DemoSize.SMALL), ProgressBar.silent());
  }

  private static String version(PlatformServer server) {
    return server.database().sql("SHOW server_version").query(String.class).single();
  }

  /**
   * Status line and body without the time of the answer; asked for under one name, because links
   * repeat it. By HTTP 1.0, for the sizes of chunks would still tell how long the left out time
   * was.
   */
  private static String get(PlatformServer server, String path, String token) throws IOException {
    URI url = server.url(path);
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + path
                      + " HTTP/1.0\r\nHost: veets.example\r\nConnection: close\r\n"
                      + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                      + "\r\n")
                  .getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      return answer.lines().findFirst().orElse("")
          + answer.substring(end).replaceAll("\"generated_at\":\"[^\"]*\"", "");
    }
  }
}
