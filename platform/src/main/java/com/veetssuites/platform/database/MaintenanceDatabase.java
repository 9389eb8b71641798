package com.veetssuites.platform.database;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The application's database for work of hours: connections of their own, which no request waits
 * for, and which give up neither after a minute of silence nor to be renewed.
 */
public final class MaintenanceDatabase {

  private static final int CONNECT_SECONDS = 10;

  private final PGSimpleDataSource source = new PGSimpleDataSource();

  MaintenanceDatabase(ApplicationDatabase database) {
    source.setUrl(database.getJdbcUrl());
    source.setUser(database.getUsername());
    source.setPassword(database.getPassword());
    source.setApplicationName("veetssuites maintenance");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setTcpKeepAlive(true);
  }

  /** Connections to the primary, each opened when it is asked for. */
  public DataSource source() {
    return source;
  }
}
