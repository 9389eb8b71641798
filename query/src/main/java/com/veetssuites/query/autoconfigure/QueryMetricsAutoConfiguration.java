package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.StatementSnapshot;
import com.veetssuites.query.StatementStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters of statements; none has SQL in a tag. */
@AutoConfiguration(after = QueryAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(StatementStore.class)
public final class QueryMetricsAutoConfiguration {

  @Bean
  MeterBinder statementMeters(StatementStore store) {
    return registry -> {
      FunctionTimer.builder(
              "query.statements",
              store,
              all -> sum(all, StatementSnapshot::calls),
              all -> sum(all, StatementSnapshot::totalNanos),
              TimeUnit.NANOSECONDS)
          .description("Statements, from the start of each to its first rows.")
          .register(registry);
      FunctionCounter.builder("query.errors", store, all -> sum(all, StatementSnapshot::errors))
          .description("Statements that failed.")
          .register(registry);
      FunctionCounter.builder("query.rows", store, all -> sum(all, StatementSnapshot::rows))
          .description("Rows read and written.")
          .register(registry);
      Gauge.builder("query.statements.kept", store, all -> all.snapshot().size())
          .description("Different statements that are kept apart.")
          .register(registry);
    };
  }

  private static long sum(StatementStore store, ToLongFunction<StatementSnapshot> figure) {
    return store.snapshot().stream().mapToLong(figure).sum();
  }
}
