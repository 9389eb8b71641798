package com.veetssuites.platform.database;

import com.veetssuites.command.CommandDatabase;
import com.veetssuites.command.CommandFailed;
import com.veetssuites.query.postgres.Migration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** How commands come to the database of the platform without an application around them. */
public final class CommandAccess implements CommandDatabase.Access {

  @Override
  public CommandDatabase open(@Nullable String url) {
    if (url != null) {
      return external(DatabaseUrl.parse(url));
    }
    DatabaseUrl configured = DatabaseUrl.ofEnvironment();
    if (configured != null) {
      return external(configured);
    }
    requireDatabase();
    EmbeddedPostgres embedded = EmbeddedPostgres.attachOrOpen(DataFolder.ofEnvironment().path());
    return new CommandDatabase(source(embedded.url()), embedded.url().toString(), embedded::close);
  }

  /**
   * Refuses to make a database, which a command has no use for.
   *
   * @throws CommandFailed when the environment names none and there is none in the data folder
   */
  public static void requireDatabase() {
    Path folder = DataFolder.ofEnvironment().path();
    if (DatabaseUrl.ofEnvironment() == null && !Files.isDirectory(folder.resolve("postgres"))) {
      throw new CommandFailed(
          "There is no database in %s yet: `veets serve` makes one, DATABASE_URL names another."
              .formatted(folder.toAbsolutePath().normalize()));
    }
  }

  private static CommandDatabase external(DatabaseUrl url) {
    url.check();
    return new CommandDatabase(source(url), url.toString(), () -> {});
  }

  private static PGSimpleDataSource source(DatabaseUrl url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url.jdbcUrl());
    source.setUser(url.user());
    source.setPassword(url.password());
    source.setApplicationName("veets command");
    source.setConnectTimeout(10);
    source.setTcpKeepAlive(true);
    return source;
  }

  /** The scripts that make the schema of the platform. */
  public static List<Migration> migrations() {
    try {
      List<Migration> migrations = new ArrayList<>();
      for (Resource script :
          new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/*.sql")) {
        migrations.add(
            new Migration(
                String.valueOf(script.getFilename()),
                script.getContentAsString(StandardCharsets.UTF_8)));
      }
      return migrations;
    } catch (IOException e) {
      throw new CommandFailed("The migrations cannot be read: " + e.getMessage(), e);
    }
  }
}
