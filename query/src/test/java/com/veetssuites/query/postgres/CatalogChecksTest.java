package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.query.postgres.CatalogFinding.Kind;
import com.veetssuites.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.PSQLException;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class CatalogChecksTest {

  private static AdvisorSettings settings(Duration unusedAfter) {
    AdvisorSettings usual = AdvisorSettings.usual();
    return new AdvisorSettings(
        List.of("public", "other"),
        usual.leastRows(),
        usual.leastShare(),
        usual.leastCalls(),
        usual.mostStatements(),
        usual.mostSelected(),
        usual.leastReadsPerWrite(),
        unusedAfter,
        20,
        Duration.ofMillis(500));
  }

  private static List<CatalogFinding> findings(DataSource source) throws SQLException {
    return new IndexAdvisor(source, settings(Duration.ZERO)).findings();
  }

  @Test
  void every_finding_is_mended_by_its_statement(DataSource source) throws SQLException {
    Sql.run(
        source,
        "CREATE SCHEMA other",
        "CREATE TABLE tags (id int PRIMARY KEY)",
        "CREATE TABLE posts (id int PRIMARY KEY, title text, body text, code int UNIQUE)",
        "CREATE TABLE post_tags (post_id int REFERENCES posts, tag_id int REFERENCES tags,"
            + " PRIMARY KEY (post_id, tag_id))",
        "CREATE TABLE other.\"Far away\" (id int PRIMARY KEY, \"Tag\" int REFERENCES tags)",
        "CREATE INDEX posts_title ON posts (title)",
        "CREATE INDEX posts_title_again ON posts (title)",
        "CREATE INDEX posts_title_body ON posts (title, body)",
        "CREATE INDEX posts_code_again ON posts (code)",
        "CREATE INDEX posts_body ON posts (body)",
        "CREATE INDEX posts_body_desc_title ON posts (body DESC, title)",
        "INSERT INTO posts VALUES (1, 'a', 'a', 1), (2, 'a', 'a', 2)");
    try {
      Sql.run(source, "CREATE UNIQUE INDEX CONCURRENTLY posts_failed ON posts (title)");
    } catch (PSQLException expected) {
      assertThat(expected.getSQLState()).isEqualTo("23505");
    }
    read(source, "posts", 20);

    List<CatalogFinding> findings = findings(source);
    assertThat(findings)
        .extracting(CatalogFinding::kind, CatalogFinding::index)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                Kind.FOREIGN_KEY_WITHOUT_INDEX, "post_tags_tag_id_idx"),
            org.assertj.core.groups.Tuple.tuple(
                Kind.FOREIGN_KEY_WITHOUT_INDEX, "other_far_away_tag_idx"),
            org.assertj.core.groups.Tuple.tuple(Kind.INVALID_INDEX, "posts_failed"),
            org.assertj.core.groups.Tuple.tuple(Kind.DUPLICATE_INDEX, "posts_title_again"),
            org.assertj.core.groups.Tuple.tuple(Kind.DUPLICATE_INDEX, "posts_code_again"),
            org.assertj.core.groups.Tuple.tuple(Kind.COVERED_INDEX, "posts_title"),
            org.assertj.core.groups.Tuple.tuple(Kind.UNUSED_INDEX, "posts_title_body"),
            org.assertj.core.groups.Tuple.tuple(Kind.UNUSED_INDEX, "posts_body"),
            org.assertj.core.groups.Tuple.tuple(Kind.UNUSED_INDEX, "posts_body_desc_title"));

    for (CatalogFinding each : findings) {
      assertThat(each.message()).endsWith(".");
      Sql.run(source, each.ddl());
    }
    assertThat(findings(source)).isEmpty();
    assertThat(Sql.text(source, "SELECT to_regclass('posts_code_key')"))
        .isEqualTo("posts_code_key");
  }

  private static void read(DataSource source, String table, int times) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < times; i++) {
        statement.execute("SELECT count(*) FROM " + table);
      }
      statement.execute("SELECT pg_stat_force_next_flush()");
    }
  }

  @Test
  void an_index_is_called_unused_only_after_a_while(DataSource source) throws SQLException {
    Sql.run(
        source,
        "CREATE TABLE posts (id int PRIMARY KEY, title text)",
        "CREATE INDEX posts_title ON posts (title)");
    read(source, "posts", 15);
    assertThat(findings(source)).isEmpty();
    read(source, "posts", 10);
    assertThat(findings(source))
        .extracting(CatalogFinding::kind)
        .containsExactly(Kind.UNUSED_INDEX);
    assertThat(new IndexAdvisor(source, settings(Duration.ofDays(7))).findings()).isEmpty();
  }

  @Test
  void a_locked_index_is_not_waited_for_without_end(DataSource source) throws SQLException {
    Sql.run(
        source,
        "CREATE TABLE posts (id int PRIMARY KEY, title text)",
        "CREATE INDEX posts_title ON posts (title)",
        "CREATE INDEX posts_title_2 ON posts (title)");
    try (Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("REINDEX INDEX posts_title");
      Advice advice = new IndexAdvisor(source, settings(Duration.ZERO)).advise(List.of());
      assertThat(advice.findings()).isEmpty();
      assertThat(advice.notes())
          .singleElement()
          .satisfies(note -> assertThat(note).startsWith("The catalogue could not be checked: "));
    }
  }
}
