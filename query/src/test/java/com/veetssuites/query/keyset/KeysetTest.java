package com.veetssuites.query.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.veetssuites.testing.PostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Walking by pages meets every row once, in order, whichever way and wherever one turns back. */
class KeysetTest {

  private static final JdbcClient JDBC =
      JdbcClient.create(new SingleConnectionDataSource(PostgresExtension.createDatabase(), true));

  private record Row(int price, String title, long id) {
    List<Object> values(Keyset keyset) {
      List<Object> values = new ArrayList<>();
      for (String column : keyset.select().split(", ")) {
        values.add(column.equals("price") ? (Object) price : column.equals("id") ? id : title);
      }
      return values;
    }
  }

  @BeforeAll
  static void rows() {
    JDBC.sql(
            """
            CREATE TABLE items AS
            SELECT id, (id * 7919 % 13)::integer AS price, chr((97 + id % 5)::integer) COLLATE "C" AS title
              FROM generate_series(1::bigint, 200) AS id
            """)
        .update();
  }

  static List<Keyset> keysets() {
    return List.of(
        Keyset.ascending("id"),
        Keyset.descending("id"),
        Keyset.ascending("price").thenAscending("id"),
        Keyset.descending("price").thenDescending("id"),
        Keyset.descending("price").thenAscending("id"),
        Keyset.ascending("title").thenDescending("price").thenAscending("id"));
  }

  @ParameterizedTest
  @MethodSource("keysets")
  void a_walk_with_turns_stays_in_the_list(Keyset keyset) {
    List<Row> all = read(keyset, null, 1_000);
    assertThat(all).hasSize(200).doesNotHaveDuplicates();
    Random random = new Random(Long.getLong("veets.seed", 11));
    for (int walk = 0; walk < 20; walk++) {
      int size = 1 + random.nextInt(30);
      Place at = null;
      int from = 0;
      for (int step = 0; step < 30; step++) {
        KeysetPage<Row> page =
            KeysetPage.of(read(keyset, at, size + 1), size, at, row -> row.values(keyset));
        assertThat(page.rows()).isEqualTo(all.subList(from, from + page.rows().size()));
        int end = from + page.rows().size();
        assertThat(page.next() == null).isEqualTo(end == 200);
        boolean back = page.next() == null || (page.previous() != null && random.nextInt(3) == 0);
        if (back) {
          at = page.previous();
          from = Math.max(0, from - size);
        } else {
          at = page.next();
          from = end;
        }
        if (at == null) {
          from = 0;
        }
      }
    }
  }

  private static List<Row> read(Keyset keyset, @Nullable Place at, int limit) {
    boolean backwards = at != null && at.backwards();
    JdbcClient.StatementSpec statement =
        JDBC.sql(
            "SELECT price, title, id FROM items WHERE true"
                + (at == null ? "" : " AND " + keyset.condition(backwards))
                + " ORDER BY "
                + keyset.orderBy(backwards)
                + " LIMIT "
                + limit);
    if (at != null) {
      statement = statement.params(keyset.parameters(at));
    }
    return statement
        .query((row, number) -> new Row(row.getInt(1), row.getString(2), row.getLong(3)))
        .list();
  }

  @Test
  void one_direction_is_one_comparison_that_an_index_answers() {
    assertThat(Keyset.descending("e.createdAt").thenDescending("e.id").condition(false))
        .isEqualTo("(e.createdAt, e.id) < (:_k0, :_k1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;--", "a)", "1a", "a..b", "e.id desc", "\"a\""})
  void a_column_that_is_no_path_is_refused(String column) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyset.ascending(column))
        .withMessageContaining("plain path");
  }
}
