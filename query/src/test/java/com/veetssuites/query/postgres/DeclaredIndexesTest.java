package com.veetssuites.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredIndexesTest {

  private static List<String> ddl(String... scripts) {
    List<Migration> migrations = new java.util.ArrayList<>();
    for (String script : scripts) {
      migrations.add(new Migration("V" + (migrations.size() + 1) + "__x.sql", script));
    }
    return DeclaredIndexes.of(migrations).stream().map(DeclaredIndex::ddl).toList();
  }

  @Test
  void an_index_is_declared_by_its_statement() {
    assertThat(
            ddl(
                """
                CREATE TABLE a (b int); -- CREATE INDEX no_1 ON a (b);
                /* CREATE INDEX no_2 ON a (b); /* nested */ */
                CREATE INDEX a_b_idx ON a (b);
                create unique index concurrently if not exists "A b" on only s."T"
                  using btree (lower(c), d /* why */ DESC) WHERE e = 'it''s; on'
                ;
                DO $$ BEGIN CREATE INDEX no_3 ON a (b); END $$;
                CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $x$ CREATE INDEX no_4 ON a (b); $x$;
                INSERT INTO a VALUES ('; CREATE INDEX no_5 ON a (b);', E'\\'; CREATE INDEX no_6 ON a (b);');
                CREATE INDEX ON a (b);
                CREATE INDEX last_idx ON a (b)\
                """))
        .containsExactly(
            "CREATE INDEX CONCURRENTLY a_b_idx ON a (b)",
            "CREATE UNIQUE INDEX CONCURRENTLY \"A b\" ON s.\"T\" using btree (lower(c), d DESC)"
                + " WHERE e = 'it''s; on'",
            "CREATE INDEX CONCURRENTLY last_idx ON a (b)");
  }

  @Test
  void what_a_later_migration_takes_back_is_not_declared() {
    assertThat(
            ddl(
                """
                CREATE INDEX one ON a (b);
                CREATE INDEX two ON a (c);
                CREATE INDEX three ON gone (b);
                CREATE INDEX four ON a (b, d);
                CREATE INDEX five ON old (b);
                CREATE INDEX six ON a (f);
                """,
                """
                DROP INDEX CONCURRENTLY IF EXISTS public.one, unknown;
                DROP TABLE IF EXISTS gone CASCADE;
                ALTER TABLE a ADD COLUMN e int, DROP COLUMN d;
                ALTER TABLE old RENAME TO young;
                ALTER INDEX six RENAME TO seven;
                CREATE INDEX one ON a (b DESC);
                """))
        .containsExactly(
            "CREATE INDEX CONCURRENTLY two ON a (c)",
            "CREATE INDEX CONCURRENTLY five ON young (b)",
            "CREATE INDEX CONCURRENTLY seven ON a (f)",
            "CREATE INDEX CONCURRENTLY one ON a (b DESC)");
  }

  @Test
  void migrations_are_read_in_the_order_in_which_they_run() {
    assertThat(
            DeclaredIndexes.of(
                List.of(
                    new Migration("V10__c.sql", "CREATE INDEX i ON t (c)"),
                    new Migration("V9__b.sql", "DROP INDEX i"),
                    new Migration("V1.2__a.sql", "CREATE INDEX i ON t (a)"),
                    new Migration("U10__c.sql", "DROP INDEX i"))))
        .extracting(DeclaredIndex::definition, DeclaredIndex::origin)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("(c)", "V10__c.sql"));
  }
}
