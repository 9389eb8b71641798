package com.veetssuites.platform.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Where the data source of the application connects to; closing it stops an embedded database. */
final class ApplicationDatabase implements JdbcConnectionDetails, AutoCloseable {

  private final DatabaseUrl url;
  private final @Nullable EmbeddedPostgres embedded;

  private ApplicationDatabase(DatabaseUrl url, @Nullable EmbeddedPostgres embedded) {
    this.url = url;
    this.embedded = embedded;
  }

  static ApplicationDatabase external(DatabaseUrl url) {
    url.check();
    return new ApplicationDatabase(url, null);
  }

  static ApplicationDatabase embedded(EmbeddedPostgres database) {
    return new ApplicationDatabase(database.url(), database);
  }

  @Override
  public String getUsername() {
    return url.user();
  }

  @Override
  public String getPassword() {
    return url.password();
  }

  @Override
  public String getJdbcUrl() {
    return url.jdbcUrl();
  }

  @Override
  public String toString() {
    return url.toString();
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
