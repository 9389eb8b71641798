package foreign.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ForeignApplication;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What watches a database comes with the module, and asks nothing of who has none. */
@Timeout(120)
class CachingWordsTest {

  @Test
  void an_application_without_a_database_starts_and_caches() throws Exception {
    try (ForeignApplication words =
        ForeignApplication.start(
            "foreign.words.WordsApplication",
            List.of(
                "/lettuce-core",
                "/postgresql",
                "/HikariCP",
                "/spring-jdbc",
                "/spring-orm",
                "/spring-data-",
                "/spring-boot-jdbc",
                "/spring-boot-data-",
                "/spring-boot-hibernate",
                "/spring-boot-starter-jdbc",
                "/spring-boot-starter-data",
                "/spring-boot-persistence",
                "/spring-boot-jpa",
                "/hibernate-core"))) {
      String first = words.get("/words/word").body();
      assertThat(first).isEqualTo("4 letters, counted for the 1. time");
      assertThat(words.get("/words/word").body()).isEqualTo(first);
      assertThat(words.get("/words/words").body()).contains("5 letters", "2. time");
    }
  }
}
