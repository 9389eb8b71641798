package com.veetssuites.platform.course;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer;
import com.veetssuites.platform.PlatformServer.Account;
import com.veetssuites.platform.PlatformServer.Client;
import com.veetssuites.testing.PostgresExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One page costs at most three statements, counted by the server that executes them. */
class StatementCountTest {

  @Test
  void a_page_costs_at_most_three_statements() {
    try (PlatformServer server =
        PlatformServer.start(
            PostgresExtension.createDatabase(),
            "spring.jpa.properties.hibernate.session_factory.statement_inspector="
                + CountingInspector.class.getName(),
            "logging.level.org.springframework.jdbc.core=off")) {
      Account instructor = server.instructor();
      Account student = server.student();
      for (int i = 0; i < 12; i++) {
        long course = server.course(server.instructor(), "0", true);
        student.client().post("/api/courses/" + course + "/enroll/", null);
        instructor.client().post("/api/courses/", Map.of("title", "Course " + i)).expect(201);
      }
      for (String path :
          List.of(
              "/api/courses/",
              "/api/courses/?page=2&page_size=5",
              "/api/courses/?cursor=&page_size=5",
              "/api/courses/?search=engines")) {
        assertThat(statements(server.anonymous(), path)).as(path).isBetween(1, 3);
      }
      // The check of the token is one statement more, and not one of Hibernate's.
      assertThat(statements(instructor.client(), "/api/courses/?mine=true")).isBetween(1, 2);
      assertThat(statements(student.client(), "/api/users/enrollments/")).isBetween(1, 2);
    }
  }

  private static int statements(Client client, String path) {
    CountingInspector.COUNT.set(0);
    client.get(path).expect(200);
    return CountingInspector.COUNT.get();
  }
}
