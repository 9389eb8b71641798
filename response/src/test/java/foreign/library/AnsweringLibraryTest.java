package foreign.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ForeignApplication;
import com.veetssuites.testing.PostgresExtension;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * With the module response alone, an answer is kept, asked for by its tag, and dropped by a commit.
 */
@Timeout(120)
class AnsweringLibraryTest {

  private static ForeignApplication library;

  @BeforeAll
  static void start() throws SQLException {
    String database = PostgresExtension.createDatabase();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE books (id bigint PRIMARY KEY, title text NOT NULL);
          INSERT INTO books VALUES (1, 'Emma'), (2, 'Middlemarch')
          """);
    }
    library =
        ForeignApplication.start(
            "foreign.library.LibraryApplication",
            List.of("/query/target/", "/spring-security-", "/spring-boot-security"),
            "spring.datasource.url=" + database);
  }

  @AfterAll
  static void stop() throws Exception {
    library.close();
  }

  private static HttpResponse<String> get(String path, String... headers) {
    return library.get(path, headers);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String fate(String path) {
    return header(get(path), "Cache-Status");
  }

  @Test
  void an_answer_is_kept_and_a_commit_drops_it() {
    assertThat(fate("/books/1")).contains("fwd=miss").contains("stored");
    assertThat(fate("/books/2")).contains("stored");
    HttpResponse<String> hit = get("/books/1");
    assertThat(header(hit, "Cache-Status")).contains("hit");
    assertThat(hit.body()).contains("Emma");

    String tag = header(hit, "ETag");
    HttpResponse<String> same = get("/books/1", "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();

    get("/books");
    assertThat(fate("/books")).contains("hit");
    assertThat(library.send("PUT", "/books/1?title=Persuasion").statusCode()).isEqualTo(200);

    HttpResponse<String> anew = get("/books/1", "If-None-Match", tag);
    assertThat(anew.statusCode()).isEqualTo(200);
    assertThat(anew.body()).contains("Persuasion");
    assertThat(get("/books").body()).contains("Persuasion");
    assertThat(fate("/books/2")).as("what was not written").contains("hit");
  }
}
