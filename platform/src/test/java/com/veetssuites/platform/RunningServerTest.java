package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.command.RunningServer;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.testing.PostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How commands find the server of this machine, and what it lets them do. */
class RunningServerTest {

  @Test
  void commands_see_the_actuator_of_a_running_server_and_nothing_else() throws Exception {
    Path folder;
    try (PlatformServer server = PlatformServer.start(PostgresExtension.createDatabase())) {
      folder = server.bean(DataFolder.class).path();
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("running-server"))))
          .isEqualTo("rw-------");
      RunningServer found = Objects.requireNonNull(RunningServer.find(folder));
      assertThat(found.toString()).doesNotContain(found.token());

      server.anonymous().get("/api/courses/").expect(200);
      assertThat(found.get("/actuator/querystatements?limit=5")).contains("\"sql\"");
      assertThat(found.get("/actuator/querystatements?limit=0")).isNull();
      PlatformServer.Client client = server.withToken(found.token());
      client.get("/actuator/info").expect(200);
      client.get("/api/auth/profile/").expect(401);
      client.get("/api/analytics/reports/").expect(401);
      client.get("/api/courses/").expect(401);
      server.withToken(found.token() + "x").get("/actuator/info").expect(401);
      server.anonymous().get("/actuator/info").expect(401);
    }
    assertThat(RunningServer.find(folder)).isNull();
  }

  @Test
  void administrators_are_told_what_the_database_took_and_others_are_not() {
    PlatformServer server = PlatformServer.shared();
    String timing =
        server
            .admin()
            .client()
            .get("/api/courses/?page_size=7")
            .expect(200)
            .header("Server-Timing")
            .orElseThrow();
    assertThat(timing).startsWith("db;desc=\"").contains("statements").contains("total;dur=");
    assertThat(server.anonymous().get("/api/courses/?page_size=7").header("Server-Timing"))
        .isEmpty();
    assertThat(server.student().client().get("/api/courses/?page_size=7").header("Server-Timing"))
        .isEmpty();
  }
}
