package com.veetssuites.platform.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives the data source its address: the one of {@code DATABASE_URL}, or of the embedded database.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseProperties.class, DataFolder.class})
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
