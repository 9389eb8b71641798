package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.Baseline;
import com.veetssuites.query.Findings;
import com.veetssuites.query.StatementStore;
import com.veetssuites.query.hibernate.LazyLoads;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for statements that run one by one where a single one would do. */
@AutoConfiguration(after = QueryAutoConfiguration.class)
@ConditionalOnBean(StatementStore.class)
public final class FindingsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Findings findings(QueryProperties properties, StatementStore store, ObjectProvider<Clock> clock) {
    QueryProperties.Findings settings = properties.findings();
    Findings findings =
        new Findings(
            settings.threshold(),
            settings.action(),
            settings.most(),
            settings.baseline().isBlank()
                ? Baseline.none()
                : Baseline.of(Path.of(settings.baseline())),
            Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC));
    store.watch(findings);
    return findings;
  }

  /** Asked for by nobody else, in an application without Hibernate and meters. */
  @Bean
  SmartInitializingSingleton findingsStart(Findings findings) {
    return findings::enabled;
  }

  /** With Hibernate: which association a statement is for. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({SessionFactoryImplementor.class, EntityManagerFactory.class})
  static class Hibernate {

    @Bean
    SmartInitializingSingleton findingsLazyLoads(
        Findings findings, ObjectProvider<EntityManagerFactory> factories) {
      return () -> {
        if (findings.enabled()) {
          factories.forEach(factory ->
              LazyLoads.follow(factory.unwrap(SessionFactoryImplementor.class), findings));
        }
      };
    }
  }

  /** With meters: how many there are of each kind; no SQL in a tag. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterBinder.class)
  static class Meters {

    @Bean
    MeterBinder findingsMeters(Findings findings) {
      return registry ->
          findings.add(found ->
              Counter.builder("query.findings")
                  .description("Work that ran statements one by one where a single one would do.")
                  .tag("kind", found.kind().label())
                  .register(registry)
                  .increment());
    }
  }
}
