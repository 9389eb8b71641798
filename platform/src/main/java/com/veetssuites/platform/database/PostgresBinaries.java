package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL on this machine, unpacked from the archive on the class path.
 *
 * <p>The folder is there as a whole or not at all: it is unpacked beside and renamed. Its name
 * holds the checksum of the archive, so that another version of PostgreSQL never mixes with this
 * one.
 */
record PostgresBinaries(Path folder) {

  static final int MAJOR_VERSION = 18;

  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
  // Written last and read on each start: a file that a power failure or a cleaner took makes the
  // sum differ.
  private static final String SUM = ".sum";

  /** The binaries for this machine, unpacked below this folder unless they are there. */
  static PostgresBinaries below(Path binaries) throws IOException {
    return below(
        binaries, archive(System.getProperty("os.name"), System.getProperty("os.arch"), musl()));
  }

  static PostgresBinaries below(Path binaries, String archive) throws IOException {
    URL resource = PostgresBinaries.class.getResource("/" + archive);
    if (resource == null) {
      throw unsupported();
    }
    URLConnection connection = resource.openConnection();
    Path folder = binaries.resolve(MAJOR_VERSION + "-" + fingerprint(connection));
    if (!complete(folder)) {
      Path unpacked = binaries.resolve("unpacking");
      Folders.delete(unpacked);
      try {
        unpack(connection, unpacked);
        Files.writeString(unpacked.resolve(SUM), sum(unpacked));
        Folders.delete(folder);
        Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException e) {
        Folders.deleteQuietly(unpacked);
        throw e;
      }
    }
    return new PostgresBinaries(folder);
  }

  /** Deletes other versions. Call when nothing of this data folder runs them. */
  void deleteOthers() throws IOException {
    try (Stream<Path> siblings = Files.list(folder.resolveSibling("."))) {
      for (Path sibling : siblings.map(Path::normalize).toList()) {
        if (!sibling.equals(folder)) {
          Folders.deleteQuietly(sibling);
        }
      }
    }
  }

  /** A program: {@code postgres}, {@code initdb} or {@code pg_ctl}. */
  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  static String archive(String system, String architecture, boolean musl) {
    String os = system.toLowerCase(Locale.ROOT);
    String name = os.contains("linux") ? "linux" : os.contains("mac") ? "darwin" : "";
    String processor =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> "";
        };
    if (name.isEmpty() || processor.isEmpty()) {
      throw unsupported();
    }
    return "postgres-%s-%s%s.txz".formatted(name, processor, musl ? "-alpine_linux" : "");
  }

  private static CommandFailed unsupported() {
    return new CommandFailed(
        """
        No embedded PostgreSQL is packaged for %s on %s: set \
        DATABASE_URL=postgres://user:password@host:5432/database to use a PostgreSQL 15 or newer of your own.\
        """
            .formatted(
                System.getProperty("os.name") + (musl() ? " with musl" : ""),
                System.getProperty("os.arch")));
  }

  private static boolean musl() {
    return Files.exists(Path.of("/etc/alpine-release"));
  }

  /** Checksum and size, which the jar knows without reading the archive. */
  private static String fingerprint(URLConnection connection) throws IOException {
    long checksum =
        connection instanceof JarURLConnection jar
            ? jar.getJarEntry().getCrc()
            : connection.getLastModified();
    return Long.toHexString(checksum) + "-" + Long.toHexString(connection.getContentLengthLong());
  }

  private static void unpack(URLConnection connection, Path target) throws IOException {
    Files.createDirectories(target);
    Files.setPosixFilePermissions(target, PROGRAM);
    Files.setPosixFilePermissions(target.resolveSibling("."), PROGRAM);
    try (InputStream packed = new BufferedInputStream(connection.getInputStream(), 1 << 16);
        var archive = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        Path file = entry.resolveIn(target);
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          Files.setPosixFilePermissions(file, PROGRAM);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(archive, file);
          Files.setPosixFilePermissions(file, (entry.getMode() & 0100) != 0 ? PROGRAM : FILE);
        }
      }
    }
  }

  private static boolean complete(Path folder) throws IOException {
    Path sum = folder.resolve(SUM);
    return Files.exists(sum) && Files.readString(sum).equals(sum(folder));
  }

  private static String sum(Path folder) throws IOException {
    long[] filesAndBytes = new long[2];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!file.endsWith(SUM)) {
              filesAndBytes[0]++;
              filesAndBytes[1] += attributes.size();
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return "%d files, %d bytes".formatted(filesAndBytes[0], filesAndBytes[1]);
  }
}
