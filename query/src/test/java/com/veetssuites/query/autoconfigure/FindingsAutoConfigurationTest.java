package com.veetssuites.query.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.query.Baseline;
import com.veetssuites.query.Findings;
import com.veetssuites.query.Findings.Action;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.query.StatementStore;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class FindingsAutoConfigurationTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(QueryAutoConfiguration.class, FindingsAutoConfiguration.class));

  @Test
  void findings_are_told_in_the_log_from_three_statements_on() {
    runner.run(context -> {
      Findings findings = context.getBean(Findings.class);
      assertThat(findings.threshold()).isEqualTo(3);
      assertThat(findings.enabled()).isTrue();
    });
  }

  @Test
  void it_works_without_hibernate() {
    runner
        .withClassLoader(new FilteredClassLoader("org.hibernate", "jakarta.persistence"))
        .run(context -> assertThat(context).hasSingleBean(Findings.class));
  }

  @Test
  void they_are_counted_by_kind() {
    runner
        .withPropertyValues("veets.query.findings.action=metric")
        .run(context -> {
          SimpleMeterRegistry registry = new SimpleMeterRegistry();
          context.getBeansOfType(MeterBinder.class).values().forEach(each -> each.bindTo(registry));
          StatementStore store = context.getBean(StatementStore.class);
          context
              .getBean(QueryScopes.class)
              .call(
                  QueryScope.Kind.TASK,
                  "Read",
                  scope -> {
                    for (int i = 0; i < 3; i++) {
                      store.executed(store.of("SELECT a FROM b"), 1, 0, false, 42, 7);
                    }
                    return scope;
                  });
          assertThat(registry.get("query.findings").tag("kind", "repeated-query").counter().count())
              .isEqualTo(1);
        });
  }

  @Test
  void it_can_be_turned_off() {
    runner
        .withPropertyValues("veets.query.findings.action=off")
        .run(context -> assertThat(context.getBean(Findings.class).enabled()).isFalse());
  }

  @Test
  void it_backs_off() {
    runner
        .withUserConfiguration(Own.class)
        .run(context -> assertThat(context.getBean(Findings.class).threshold()).isEqualTo(7));
  }

  @Configuration(proxyBeanMethods = false)
  static class Own {
    @Bean
    Findings own() {
      return new Findings(7, Action.LOG, 5, Baseline.none(), Clock.systemUTC());
    }
  }

  @Test
  void a_wrong_threshold_stops_the_start_with_a_sentence() {
    runner
        .withPropertyValues("veets.query.findings.threshold=1")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("must be 2 or more, not 1"));
  }
}
