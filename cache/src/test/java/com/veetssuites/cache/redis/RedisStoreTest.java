package com.veetssuites.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.MutableClock;
import com.veetssuites.testing.RedisExtension;
import com.veetssuites.testing.RedisServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The second level on one server, which may stop answering. */
class RedisStoreTest extends RedisStoreContract {

  private static final RedisServer SERVER = RedisServer.start();
  private static final RedisConnections CONNECTIONS =
      RedisConnections.open(SERVER.url(), RedisSettings.defaults());

  @AfterAll
  static void stop() {
    CONNECTIONS.close();
    SERVER.close();
  }

  @Override
  RedisConnections connections() {
    return CONNECTIONS;
  }

  @Test
  void a_server_that_does_not_answer_is_asked_no_more_until_one_caller_finds_it_well() {
    MutableClock clock = MutableClock.at(Instant.EPOCH);
    RedisStore store = new RedisStore(CONNECTIONS, RedisExtension.namespace(), clock);
    store.put("k", new byte[] {1}, Duration.ofMinutes(1));
    store.flush(Duration.ofSeconds(5));
    SERVER.pause();
    try {
      for (int i = 0; i < 5; i++) {
        assertThat(store.get("k")).isNull();
      }
      assertThat(store.statistics().breaker()).isEqualTo(CircuitBreaker.State.OPEN);
      assertThat(store.reachable()).isFalse();
      long began = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        assertThat(store.get("k")).isNull();
        store.put("k", new byte[] {2}, Duration.ofMinutes(1));
        assertThat(store.lease("k", Duration.ofMinutes(1))).isTrue();
      }
      assertThat(System.nanoTime() - began).isLessThan(200_000_000L);
      assertThat(store.statistics().putsDropped()).isEqualTo(1000);

      clock.pass(Duration.ofMillis(1001));
      assertThat(store.get("k")).isNull();
      assertThat(store.statistics().breaker()).isEqualTo(CircuitBreaker.State.OPEN);
    } finally {
      SERVER.resume();
    }

    clock.pass(Duration.ofMillis(1001));
    assertThat(store.get("k")).isEqualTo(new byte[] {1});
    assertThat(store.statistics().breaker()).isEqualTo(CircuitBreaker.State.CLOSED);
    store.close();
  }
}
