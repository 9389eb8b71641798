package com.veetssuites.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis for tests that need no more than one: started on first use, stopped with the JVM.
 * With {@code REDIS_TEST_URL} in the environment, that server is used instead.
 *
 * <p>Tests share it, each under a {@linkplain #namespace name space} of its own. What stops, pauses
 * or empties a server starts {@linkplain RedisServer#start one of its own}.
 */
public final class RedisExtension {

  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static @Nullable RedisServer server;

  private RedisExtension() {}

  /** The URL of the shared server. */
  public static synchronized String url() {
    String external = System.getenv("REDIS_TEST_URL");
    if (external != null) {
      return external;
    }
    if (server == null) {
      server = RedisServer.start();
    }
    return server.url();
  }

  /** A name space that no other test uses. */
  public static String namespace() {
    return "test-" + ProcessHandle.current().pid() + "-" + NAMESPACES.incrementAndGet();
  }
}
