package com.veetssuites.cache.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to the database that no proxy watches. */
@FunctionalInterface
public interface ConnectionSource {

  /** A connection that the caller keeps, and closes. */
  Connection open() throws SQLException;
}
