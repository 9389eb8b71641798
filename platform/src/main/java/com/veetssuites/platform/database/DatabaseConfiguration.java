package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.query.autoconfigure.QueryProperties;
import com.veetssuites.query.replica.ReplicaAddress;
import com.veetssuites.query.replica.ReplicaAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives the data source its address: the one of {@code DATABASE_URL}, or of the embedded database.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseProperties.class, DataFolder.class, QueryProperties.class})
class DatabaseConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseConfiguration.class);

  // The data source depends on this bean, so that its connections are closed before the database
  // stops.
  @Bean(destroyMethod = "close")
  ApplicationDatabase applicationDatabase(DatabaseProperties properties, DataFolder folder) {
    ApplicationDatabase database = connect(properties, folder);
    LOG.info("Database: {}", database);
    return database;
  }

  @Bean
  MaintenanceDatabase maintenanceDatabase(ApplicationDatabase database) {
    return new MaintenanceDatabase(database);
  }

  /** In {@code DATABASE_REPLICA_URLS}, in the form of {@code DATABASE_URL}. */
  @Bean
  ReplicaAddresses replicaAddresses(QueryProperties properties) {
    return new ReplicaAddresses(
        properties.replicas().urls().stream()
            .filter(url -> !url.isBlank())
            .map(DatabaseConfiguration::replica)
            .toList());
  }

  private static ReplicaAddress replica(String text) {
    DatabaseUrl url;
    try {
      url = DatabaseUrl.parse(text);
    } catch (CommandFailed e) {
      throw new CommandFailed(
          e.getMessage().replace("DATABASE_URL", "Each of DATABASE_REPLICA_URLS"));
    }
    return new ReplicaAddress(url.jdbcUrl(), url.user(), url.password());
  }

  private static ApplicationDatabase connect(DatabaseProperties properties, DataFolder folder) {
    if (!properties.url().isBlank()) {
      EmbeddedPostgres.closeUnclaimed();
      return ApplicationDatabase.external(DatabaseUrl.parse(properties.url()));
    }
    EmbeddedPostgres embedded =
        properties.attach()
            ? EmbeddedPostgres.attachOrOpen(folder.path())
            : EmbeddedPostgres.open(folder.path());
    if (embedded.recovered()) {
      LOG.warn(
          "The last process that used {} was killed: its PostgreSQL was restarted, nothing committed is lost.",
          folder.path());
    }
    return ApplicationDatabase.embedded(embedded);
  }
}
