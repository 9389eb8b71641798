package foreign.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ForeignApplication;
import com.veetssuites.testing.PostgresExtension;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the module cache alone, an annotation caches and a commit drops. */
@Timeout(120)
class CachingLibraryTest {

  private static ForeignApplication library;

  @BeforeAll
  static void start() {
    library =
        ForeignApplication.start(
            "foreign.library.LibraryApplication",
            List.of("/lettuce-core"),
            "spring.datasource.url=" + PostgresExtension.createDatabase(),
            "spring.jpa.hibernate.ddl-auto=create",
            "management.endpoints.web.exposure.include=metrics,tieredcaches");
  }

  @AfterAll
  static void stop() throws Exception {
    library.close();
  }

  private static String add(String title) {
    return library.send("POST", "/books?title=" + title).body();
  }

  private static String show(String book) {
    return library.get("/books/" + book).body();
  }

  private static void put(String path, int status) {
    assertThat(library.send("PUT", path).statusCode()).as(path).isEqualTo(status);
  }

  @Test
  void a_book_is_loaded_once_until_a_commit_writes_it() {
    String emma = add("Emma");
    String middlemarch = add("Middlemarch");
    String first = show(emma);
    String other = show(middlemarch);
    assertThat(first).contains("\"title\":\"Emma\"").isEqualTo(show(emma));

    put("/books/" + emma + "?title=Persuasion", 200);
    String second = show(emma);
    assertThat(second).contains("Persuasion").isEqualTo(show(emma));

    put("/books/" + emma + "/by-hand?title=Sanditon", 200);
    assertThat(show(emma)).contains("Sanditon");

    assertThat(show(middlemarch)).isEqualTo(other);
  }

  @Test
  void what_is_rolled_back_drops_nothing() {
    String book = add("Ulysses");
    String before = show(book);

    put("/books/" + book + "/in-vain?title=Dubliners", 500);

    assertThat(show(book)).isEqualTo(before);
  }

  @Test
  void meters_and_regions_are_under_the_actuator() {
    String book = add("Walden");
    show(book);
    show(book);

    assertThat(library.get("/actuator/metrics/cache.gets?tag=result:hit&tag=cache:books").body())
        .contains("\"name\":\"cache.gets\"")
        .doesNotContain("\"value\":0.0");
    assertThat(library.get("/actuator/tieredcaches/books").body()).contains("\"region\":\"books\"");
  }
}
