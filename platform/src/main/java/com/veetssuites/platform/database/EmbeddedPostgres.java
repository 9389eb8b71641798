package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that the program brings along, running on the data folder as long as this is open.
 *
 * <p>One process serves a data folder; others, such as commands, use the same PostgreSQL beside it.
 * Whoever comes first starts it and whoever leaves last stops it. After a process that was killed
 * it is found running: it is stopped cleanly and started again. All changes of state are made under
 * a lock of the data folder, and every file appears under its name only once it is whole, so that a
 * process may be killed at any point.
 *
 * <p>Every failure is a {@link CommandFailed} with a sentence for the person.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration TRANSITION = Duration.ofSeconds(60);
  // pg_ctl hands its arguments to a shell within double quotes.
  private static final String FORBIDDEN = "\"$`\\\n\r";

  private static final AtomicReference<@Nullable Early> EARLY = new AtomicReference<>();

  private final Path dataFolder;
  private final FolderLock lock;
  private @Nullable ServerLog serverLog;
  private @Nullable Postmaster postmaster;
  private @Nullable DatabaseUrl url;
  private boolean recovered;
  private boolean closed;

  private EmbeddedPostgres(Path dataFolder, FolderLock lock) {
    this.dataFolder = dataFolder;
    this.lock = lock;
  }

  /** Opens the database of a data folder as the one process that serves it. */
  public static EmbeddedPostgres open(Path dataFolder) {
    Early early = EARLY.getAndSet(null);
    if (early != null) {
      if (early.folder().equals(absolute(dataFolder))) {
        return early.await();
      }
      early.close();
    }
    return open(dataFolder, true);
  }

  /** Opens the database of a data folder beside the process that serves it, or without one. */
  public static EmbeddedPostgres attachOrOpen(Path dataFolder) {
    return open(dataFolder, false);
  }

  /**
   * Begins to open a database, so that {@link #open} with the same folder finds it done or under
   * way. It is closed with the process if no one asks for it.
   */
  public static void openInBackground(Path dataFolder) {
    var opened = new CompletableFuture<EmbeddedPostgres>();
    var early = new Early(absolute(dataFolder), opened);
    if (!EARLY.compareAndSet(null, early)) {
      throw new IllegalStateException("A database is being opened already");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedPostgres::closeUnclaimed));
    Thread.ofPlatform()
        .name("database-start")
        .daemon()
        .start(() -> {
          try {
            opened.complete(open(dataFolder, true));
          } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
          }
        });
  }

  /** Closes what {@link #openInBackground} opened, unless {@link #open} has taken it over. */
  public static void closeUnclaimed() {
    Early early = EARLY.getAndSet(null);
    if (early != null) {
      early.close();
    }
  }

  /** Where the database listens, on this machine alone, and its generated credentials. */
  public DatabaseUrl url() {
    if (url == null) {
      throw new IllegalStateException("The database is not open");
    }
    return url;
  }

  /**
   * Whether PostgreSQL was found running without a process that uses it: the last one was killed.
   */
  public boolean recovered() {
    return recovered;
  }

  private static EmbeddedPostgres open(Path dataFolder, boolean serve) {
    Path folder = absolute(dataFolder);
    if (folder.toString().chars().anyMatch(character -> FORBIDDEN.indexOf(character) >= 0)) {
      throw new CommandFailed(
          "PostgreSQL cannot work in a folder with one of \" $ ` \\ in its name: name another than %s with VEETS_DATA_FOLDER."
              .formatted(folder));
    }
    try {
      Files.createDirectories(folder);
      var database = new EmbeddedPostgres(folder.toRealPath(), FolderLock.open(folder));
      try {
        database.open(serve);
        return database;
      } catch (IOException | RuntimeException e) {
        database.lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw Folders.failure(folder, e);
    }
  }

  private void open(boolean serve) throws IOException {
    if (serve) {
      lock.serve();
    }
    try (FileLock transition = lock.transition(TRANSITION)) {
      var cluster = new Cluster(dataFolder.resolve("postgres"));
      boolean shared = lock.usedByOthers();
      var binaries = PostgresBinaries.below(dataFolder.resolve("postgres-binaries"));
      var account = ServerAccount.of(dataFolder, cluster.folder(), binaries);
      cluster.prepare(binaries, account);
      String password = cluster.password();
      ServerLog opened = ServerLog.open(dataFolder.resolve("postgres.log"), account);
      serverLog = opened;
      var server = new Postmaster(cluster, binaries, account, opened);
      postmaster = server;
      Integer port = server.port();
      if (port != null && !shared) {
        recovered = true;
        server.stop();
        port = null;
      }
      if (port == null) {
        port = server.start();
      }
      if (!shared) {
        binaries.deleteOthers();
      }
      url = new DatabaseUrl("127.0.0.1", port, Cluster.NAME, Cluster.NAME, password, Map.of());
      lock.use();
    } catch (IOException | RuntimeException e) {
      if (serverLog != null) {
        serverLog.close();
      }
      throw e;
    }
  }

  /** Stops the database, unless other processes use it. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lock;
        FileLock transition = lock.transition(TRANSITION)) {
      if (serverLog != null) {
        serverLog.close();
      }
      lock.leave();
      if (postmaster != null && !lock.usedByOthers()) {
        postmaster.stop();
      }
    } catch (IOException e) {
      throw Folders.failure(dataFolder, e);
    }
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  /** A database that is being opened before anyone has asked for it. */
  private record Early(Path folder, CompletableFuture<EmbeddedPostgres> opened) {

    EmbeddedPostgres await() {
      try {
        return opened.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof CommandFailed failed) {
          throw failed;
        }
        throw e;
      }
    }

    void close() {
      try {
        await().close();
      } catch (RuntimeException e) {
        LOG.debug("The database that was being opened early did not open", e);
      }
    }
  }
}
