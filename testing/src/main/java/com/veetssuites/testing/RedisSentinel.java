package com.veetssuites.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real Redis Sentinel on loopback that watches one master, and alone decides to replace it. */
public final class RedisSentinel implements AutoCloseable {

  private final Process process;
  private final int port;

  private RedisSentinel(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a sentinel that knows this master, and finds its replicas, by the name {@code main}. */
  public static RedisSentinel watching(RedisServer master) {
    try {
      int port = RedisServer.freePort();
      Path file = Files.createTempFile("sentinel", ".conf");
      Files.writeString(
          file,
          """
          port %d
          bind 127.0.0.1
          sentinel monitor main 127.0.0.1 %d 1
          sentinel down-after-milliseconds main 500
          sentinel failover-timeout main 2000
          """
              .formatted(port, master.port()));
      file.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(RedisBinary.path().toString(), file.toString(), "--sentinel")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      RedisSentinel sentinel = new RedisSentinel(process, port);
      Runtime.getRuntime().addShutdownHook(new Thread(sentinel::close));
      for (int i = 0; i < 500 && !sentinel.answers(); i++) {
        RedisServer.pause(Duration.ofMillis(10));
      }
      return sentinel;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a sentinel for the tests", e);
    }
  }

  private boolean answers() {
    try {
      return RedisServer.command(port, "PING").startsWith("+PONG");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** The URL of the master by way of this sentinel. */
  public String url() {
    return "redis-sentinel://127.0.0.1:" + port + "#main";
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
