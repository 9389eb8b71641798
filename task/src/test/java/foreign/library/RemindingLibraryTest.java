package foreign.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.ForeignApplication;
import com.veetssuites.testing.PostgresExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** With the module task alone, what is enqueued in a transaction runs if that commits. */
@Timeout(120)
class RemindingLibraryTest {

  private static ForeignApplication library;
  private static JdbcClient database;

  @BeforeAll
  static void start() {
    String url = PostgresExtension.createDatabase();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    database = JdbcClient.create((DataSource) source);
    database.sql("CREATE TABLE loans (reader text NOT NULL)").update();
    database.sql("CREATE TABLE letters (recipient text NOT NULL)").update();
    library =
        ForeignApplication.start(
            "foreign.library.LibraryApplication", List.of(), "spring.datasource.url=" + url);
  }

  @AfterAll
  static void stop() throws Exception {
    library.close();
  }

  private static long count(String table, String column, String value) {
    return database
        .sql("SELECT count(*) FROM " + table + " WHERE " + column + " = ?")
        .param(value)
        .query(Long.class)
        .single();
  }

  @Test
  void a_reminder_is_sent_once_the_loan_is_committed() {
    assertThat(library.send("POST", "/loans?to=ada").statusCode()).isEqualTo(200);

    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (count("letters", "recipient", "ada") == 0) {
      assertThat(System.nanoTime()).as("no letter within 30 s").isLessThan(until);
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(count("loans", "reader", "ada")).isEqualTo(1);
  }

  @Test
  void a_loan_that_is_rolled_back_leaves_no_task() {
    assertThat(library.send("POST", "/loans?to=bob&fail=true").statusCode()).isEqualTo(500);

    assertThat(count("loans", "reader", "bob")).isZero();
    assertThat(waiting("bob")).isZero();
    assertThat(count("letters", "recipient", "bob")).isZero();
  }

  private static long waiting(String reader) {
    return database
        .sql(
            """
            SELECT (SELECT count(*) FROM tasks WHERE payload::text LIKE :reader)
                 + (SELECT count(*) FROM task_results WHERE payload::text LIKE :reader)
            """)
        .param("reader", "%" + reader + "%")
        .query(Long.class)
        .single();
  }
}
