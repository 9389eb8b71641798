package com.veetssuites.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.PostgresExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

@ExtendWith(PostgresExtension.class)
class DemoOnEmptyTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
          .withBean(
              PasswordEncoder.class, PasswordEncoderFactories::createDelegatingPasswordEncoder)
          .withUserConfiguration(DemoConfiguration.class);

  @Test
  void an_empty_database_is_filled_while_the_application_starts() {
    application
        .withPropertyValues(
            "veets.demo=true", "spring.datasource.url=" + PostgresExtension.createDatabase())
        .run(context ->
            assertThat(users(context.getBean(DataSource.class))).isEqualTo(DemoSize.SMALL.users()));
  }

  @Test
  void without_the_property_nothing_happens() {
    application
        .withPropertyValues("spring.datasource.url=" + PostgresExtension.createDatabase())
        .run(context -> {
          assertThat(context).doesNotHaveBean(DemoOnEmpty.class);
          assertThat(users(context.getBean(DataSource.class))).isZero();
        });
  }

  @Test
  void a_database_that_is_not_empty_is_left_as_it_is(DataSource database) {
    Flyway.configure().dataSource(database).load().migrate();
    JdbcClient.create(database)
        .sql(
            """
            INSERT INTO users (email, password_hash, first_name, last_name, role)
            VALUES ('ada@school.test', 'x', 'Ada', 'L', 'student')
            """)
        .update();

    String told = start(database);

    assertThat(users(database)).isEqualTo(1);
    assertThat(told).contains("none was loaded").doesNotContain("Accounts");
  }

  @Test
  void the_accounts_are_told_at_every_start(DataSource database) {
    Flyway.configure().dataSource(database).load().migrate();

    assertThat(start(database))
        .contains("60 users, 48 courses, 400 enrollments, 120 sessions")
        .contains("password: demo-password");
    assertThat(start(database)).contains("none was loaded").contains("password: demo-password");
  }

  private static String start(DataSource database) {
    var out = new StringWriter();
    new DemoOnEmpty(
            new DemoData(database, PasswordEncoderFactories.createDelegatingPasswordEncoder()),
            new PrintWriter(out, true))
        .afterSingletonsInstantiated();
    return out.toString();
  }

  private static long users(DataSource database) {
    return JdbcClient.create(database).sql("SELECT count(*) FROM users").query(Long.class).single();
  }
}
