package foreign.library;

import static foreign.library.MonitoredLibrary.location;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ForeignApplication;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a database a node knows itself; without Spring Security nobody sees a dashboard. */
@Timeout(180)
class PlainLibraryTest {

  private static final List<String> DATABASE =
      List.of("/spring-boot-jdbc", "/spring-jdbc", "/HikariCP", "/postgresql-");

  @Test
  void without_security_there_is_no_dashboard_and_without_a_database_this_node() throws Exception {
    List<String> absent =
        Stream.concat(
                DATABASE.stream(), List.of("/spring-security-", "/spring-boot-security").stream())
            .toList();
    try (ForeignApplication library = MonitoredLibrary.start(absent)) {
      assertThat(library.get("/books/7").body()).isEqualTo("The book 7");
      assertThat(library.get("/dashboard/").statusCode()).isEqualTo(404);
      assertThat(library.get("/dashboard/login").statusCode()).isEqualTo(404);
      MonitoredLibrary.report(library, new String[0], "GET /books/{isbn}");
      assertThat(library.get("/actuator/monitor?window=15m").statusCode()).isEqualTo(200);
      assertThat(library.get("/actuator/monitor?window=1y").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void only_administrators_see_the_dashboard() throws Exception {
    try (ForeignApplication library =
        MonitoredLibrary.start(
            DATABASE,
            "spring.security.user.name=bob",
            "spring.security.user.password=builder",
            "spring.security.user.roles=READER")) {
      HttpResponse<String> form = library.get("/dashboard/login");
      HttpResponse<String> in =
          library.send(
              "POST",
              "/dashboard/login?username=bob&password=builder&_csrf=" + MonitoredLibrary.csrf(form),
              "Cookie",
              MonitoredLibrary.cookie(form));
      assertThat(location(in)).endsWith("/dashboard/");
      String session = MonitoredLibrary.cookie(in);
      assertThat(library.get("/dashboard/", "Cookie", session).statusCode()).isEqualTo(403);
      assertThat(library.get("/dashboard/live", "Cookie", session).statusCode()).isEqualTo(403);
    }
  }
}
