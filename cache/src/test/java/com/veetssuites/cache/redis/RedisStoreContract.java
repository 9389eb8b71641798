package com.veetssuites.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.testing.RedisExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the second level promises, on one server and on a cluster alike. */
abstract class RedisStoreContract {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final String namespace = RedisExtension.namespace();
  private @Nullable RedisStore opened;

  abstract RedisConnections connections();

  @BeforeEach
  void open() {
    opened = new RedisStore(connections(), namespace);
  }

  @AfterEach
  void close() {
    store().close();
  }

  private RedisStore store() {
    if (opened == null) {
      throw new IllegalStateException("not open");
    }
    return opened;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void what_is_put_is_got() {
    store().put("user/7", bytes("seven"), MINUTE);
    store().flush(MINUTE);

    assertThat(store().get("user/7")).isEqualTo(bytes("seven"));
    assertThat(store().get("user/8")).isNull();
    assertThat(store().statistics().puts()).isEqualTo(1);
  }

  @Test
  void many_values_come_in_the_order_of_their_keys() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      keys.add("key/" + i);
      if (i % 2 == 0) {
        store().put("key/" + i, bytes("value " + i), MINUTE);
      }
    }
    store().flush(MINUTE);

    List<byte @Nullable []> found = store().getAll(keys);

    for (int i = 0; i < 200; i++) {
      assertThat(found.get(i)).isEqualTo(i % 2 == 0 ? bytes("value " + i) : null);
    }
    assertThat(store().getAll(List.of())).isEmpty();
  }

  @Test
  void strange_and_long_keys_are_keys_like_others() {
    List<String> keys =
        List.of("a{b}c", "{x}1", "}{", "{}", "ä ö \u20ac", "k".repeat(100_000), "%7Bx%7D1");
    for (String key : keys) {
      store().put(key, bytes(key), MINUTE);
    }
    store().flush(MINUTE);

    for (String key : keys) {
      assertThat(store().get(key)).isEqualTo(bytes(key));
    }
  }

  @Test
  void a_value_ends_with_its_time() throws InterruptedException {
    store().put("short", bytes("x"), Duration.ofMillis(30));
    store().put("none", bytes("x"), Duration.ZERO);
    store().flush(MINUTE);
    Thread.sleep(80); // the server's own clock, which cannot be steered

    assertThat(store().get("short")).isNull();
    assertThat(store().get("none")).isNull();
  }

  @Test
  void one_process_at_a_time_has_the_lease() throws InterruptedException {
    RedisStore other = new RedisStore(connections(), namespace);

    assertThat(store().lease("k", MINUTE)).isTrue();
    assertThat(other.lease("k", MINUTE)).isFalse();
    assertThat(other.lease("l", MINUTE)).isTrue();
    other.release("k");
    assertThat(other.lease("k", MINUTE)).isFalse();
    store().release("k");

    boolean taken = false;
    for (int i = 0; i < 100 && !taken; i++) {
      taken = other.lease("k", MINUTE);
      Thread.sleep(5);
    }
    assertThat(taken).isTrue();
    other.close();
  }
}
