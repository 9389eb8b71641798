package com.veetssuites.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.RedisServerBuilder;

/** The program of Redis 6.2, unpacked from its artifact once a JVM. */
final class RedisBinary {

  private static @Nullable Path path;

  private RedisBinary() {}

  /** Where it lies; it can be executed. */
  static synchronized Path path() {
    if (path == null) {
      path = unpack();
    }
    return path;
  }

  private static Path unpack() {
    String name =
        switch (System.getProperty("os.name") + " " + System.getProperty("os.arch")) {
          case "Linux amd64" -> "/redis-server-6.2.6-v5-linux-amd64";
          case "Linux aarch64" -> "/redis-server-6.2.7-linux-arm64";
          case "Mac OS X x86_64" -> "/redis-server-6.2.6-v5-darwin-amd64";
          case "Mac OS X aarch64" -> "/redis-server-6.2.6-v5-darwin-arm64";
          default ->
              throw new IllegalStateException(
                  "There is no Redis for this machine; set REDIS_TEST_URL to one that runs.");
        };
    try (InputStream program = RedisServerBuilder.class.getResourceAsStream(name)) {
      if (program == null) {
        throw new IllegalStateException("The artifact of embedded-redis has no " + name);
      }
      Path file = Files.createTempFile("redis-server", "");
      Files.copy(program, file, StandardCopyOption.REPLACE_EXISTING);
      if (!file.toFile().setExecutable(true)) {
        throw new IllegalStateException(file + " cannot be made executable.");
      }
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack Redis", e);
    }
  }
}
