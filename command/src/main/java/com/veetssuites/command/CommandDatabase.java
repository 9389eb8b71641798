package com.veetssuites.command;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that a command works on, while it works on it.
 *
 * @param source of connections that are made as they are asked for
 * @param name its address without the password
 * @param release lets go of it
 */
public record CommandDatabase(DataSource source, String name, Runnable release)
    implements AutoCloseable {

  /** How commands come to a database. */
  @FunctionalInterface
  public interface Access {

    /**
     * @param url {@code postgres://user:password@host:5432/name}; null for the database of the
     *     platform, whether its server runs or not
     * @throws CommandFailed when there is none, in a sentence
     */
    CommandDatabase open(@Nullable String url);
  }

  @Override
  public void close() {
    release.run();
  }
}
