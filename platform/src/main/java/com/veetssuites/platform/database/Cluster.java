package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the embedded database: a PostgreSQL data folder, which holds the password of the
 * application's role too, so that whoever copies the one has the other.
 */
record Cluster(Path folder) {

  static final String NAME = "veetssuites";

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final String PASSWORD_FILE = "veetssuites.password";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Settings of a new cluster. They go into its postgresql.conf, where they may be changed. */
  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("max_connections", "100"),
              Map.entry("shared_buffers", "256MB"),
              Map.entry("work_mem", "4MB"),
              Map.entry("maintenance_work_mem", "64MB"),
              Map.entry("effective_cache_size", "1GB"),
              Map.entry("fsync", "on"),
              Map.entry("synchronous_commit", "on"),
              // Ends the statements of a process that died in the middle of them.
              Map.entry("client_connection_check_interval", "5s"),
              Map.entry("timezone", "UTC"),
              Map.entry("log_timezone", "UTC"),
              Map.entry("log_checkpoints", "off"),
              // The details of an error quote rows: e-mail addresses do not belong into a log.
              Map.entry("log_error_verbosity", "terse"),
              Map.entry("log_min_error_statement", "panic")));

  /** Makes the cluster unless it is there, and checks that these binaries can run it. */
  void prepare(PostgresBinaries binaries, ServerAccount account) throws IOException {
    if (Files.exists(folder)) {
      check();
      account.give(folder);
      // What cp without -p makes of it is more than PostgreSQL accepts.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return;
    }
    LOG.info("Making a database in {}.", folder);
    Path beside = folder.resolveSibling("postgres.new");
    Folders.delete(beside);
    try {
      make(beside, binaries, account);
      Files.move(beside.resolve("cluster"), folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.deleteQuietly(beside);
    }
  }

  /** The password of the application's role. */
  String password() throws IOException {
    Path file = folder.resolve(PASSWORD_FILE);
    if (Files.notExists(file)) {
      throw new CommandFailed(
          "The database in %s has lost its file %s: restore it from a backup."
              .formatted(folder, PASSWORD_FILE));
    }
    return Files.readString(file).strip();
  }

  private void check() throws IOException {
    Path version = folder.resolve("PG_VERSION");
    if (Files.notExists(version)) {
      throw new CommandFailed(
          "The folder %s is in the way: it is no PostgreSQL data folder, so move it or name another data folder with VEETS_DATA_FOLDER."
              .formatted(folder));
    }
    String major = Files.readString(version).strip();
    if (!major.equals(String.valueOf(PostgresBinaries.MAJOR_VERSION))) {
      throw new CommandFailed(
          """
          The database in %s was made by PostgreSQL %s, and this program brings %d: dump it with the version that \
          made it and restore the dump into a new data folder, or run it yourself and set DATABASE_URL.\
          """
              .formatted(folder, major, PostgresBinaries.MAJOR_VERSION));
    }
  }

  private void make(Path beside, PostgresBinaries binaries, ServerAccount account)
      throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectory(beside, ownerOnly);
    Path cluster = Files.createDirectory(beside.resolve("cluster"), ownerOnly);
    // The superuser's password is thrown away: nothing here needs to be superuser, and who owns the
    // files can be.
    Path superuser = secret(beside.resolve("superuser"));
    account.give(beside);
    List<String> command =
        account.command(
            binaries.program("initdb"),
            "--pgdata=" + cluster,
            "--username=postgres",
            "--pwfile=" + superuser,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions");
    SETTINGS.forEach((name, value) -> command.add("--set=" + name + "=" + value));
    succeed(Subprocess.run(TIMEOUT, command));
    Path password = secret(cluster.resolve(PASSWORD_FILE));
    account.give(password);
    succeed(
        Subprocess.run(
            TIMEOUT,
            account.command(
                binaries.program("postgres"),
                "--single",
                "-D",
                cluster.toString(),
                "-c",
                "exit_on_error=on",
                "postgres"),
            // The single-user mode reads one statement a line.
            String.join(
                "\n",
                "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE pg_monitor"
                    .formatted(NAME, Files.readString(password).strip()),
                "CREATE DATABASE %s OWNER %s".formatted(NAME, NAME),
                "")));
  }

  private void succeed(Subprocess.Outcome outcome) {
    if (Folders.full(outcome.output())) {
      throw Folders.full(folder.resolveSibling(""));
    }
    if (!outcome.succeeded()) {
      throw new CommandFailed(
          "PostgreSQL could not make a database in %s: %s".formatted(folder, outcome.reason()));
    }
  }

  private static Path secret(Path file) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, Base64.getUrlEncoder().encodeToString(random) + "\n");
  }

  /** Where PostgreSQL keeps the number of its process. */
  Path processFile() {
    return folder.resolve("postmaster.pid");
  }
}
