package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.Transactions;
import com.veetssuites.cache.hibernate.HibernateSessions;
import com.veetssuites.cache.jdbc.ConnectionSource;
import com.veetssuites.cache.jdbc.DatabaseCache;
import jakarta.persistence.EntityManagerFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration;
import net.ttddyy.observation.boot.autoconfigure.ProxyDataSourceBuilderCustomizer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the database say what cached values are made of and when they are over. */
@AutoConfiguration(
    before = DataSourceObservationAutoConfiguration.class,
    beforeName = "com.veetssuites.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnClass({
  DataSourceObservationAutoConfiguration.class,
  QueryExecutionListener.class,
  CCJSqlParserUtil.class,
  JdbcConnectionDetails.class
})
@ConditionalOnProperty(
    name = "veets.cache.database.enabled",
    havingValue = "true",
    matchIfMissing = true)
@EnableConfigurationProperties(CacheProperties.class)
public final class DatabaseCacheAutoConfiguration {

  /** The data source behind the proxy, once it is there. */
  private final AtomicReference<@Nullable DataSource> behind = new AtomicReference<>();

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  DatabaseCache databaseCache(CacheProperties properties) {
    return new DatabaseCache(properties.database().outbox());
  }

  @Bean
  @ConditionalOnMissingBean(Transactions.class)
  Transactions databaseTransactions(DatabaseCache database) {
    return database.transactions();
  }

  @Bean
  QueryExecutionListener cacheStatementListener(DatabaseCache database) {
    return database.statements();
  }

  @Bean
  MethodExecutionListener cacheConnectionListener(DatabaseCache database) {
    return database.connections();
  }

  @Bean
  ProxyDataSourceBuilderCustomizer cacheResultWatcher(DatabaseCache database) {
    return (builder, source, beanName, name) -> {
      behind.compareAndSet(null, source);
      database.results(builder);
    };
  }

  /** Once all beans are there: the cache needs the transactions, the outbox needs the cache. */
  @Bean
  SmartInitializingSingleton cacheOutboxStart(
      DatabaseCache database,
      ObjectProvider<TieredCaches> caches,
      ObjectProvider<DataSource> sources,
      ObjectProvider<JdbcConnectionDetails> details) {
    return () -> {
      TieredCaches built = caches.getIfAvailable();
      if (built == null || sources.stream().findAny().isEmpty()) {
        return;
      }
      try {
        database.start(built, connections(details.getIfAvailable()));
      } catch (SQLException e) {
        throw new IllegalStateException(
            "The outbox of the cache cannot be prepared: " + e.getMessage(), e);
      }
    };
  }

  /** Not of the application's pool, so that a pool at its limit does not make the cache stale. */
  private ConnectionSource connections(@Nullable JdbcConnectionDetails details) {
    DataSource source = behind.get();
    if (details != null) {
      return () ->
          DriverManager.getConnection(
              details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }
    if (source == null) {
      throw new IllegalStateException(
          "No data source is watched: do not set jdbc.datasource-proxy.enabled=false, or set"
              + " veets.cache.database.enabled=false.");
    }
    return source::getConnection;
  }

  /** With Hibernate. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({SessionFactoryImplementor.class, EntityManagerFactory.class})
  static class Hibernate {

    @Bean
    SmartInitializingSingleton cacheHibernateSessions(
        DatabaseCache database, ObjectProvider<EntityManagerFactory> factories) {
      return () ->
          factories.stream()
              .forEach(factory ->
                  HibernateSessions.of(factory.unwrap(SessionFactoryImplementor.class), database));
    }
  }
}
