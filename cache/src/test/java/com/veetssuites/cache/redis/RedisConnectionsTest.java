package com.veetssuites.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.Cached.Origin;
import com.veetssuites.testing.RedisExtension;
import com.veetssuites.testing.RedisServer;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a person reads when REDIS_URL or what it names is wrong: one sentence, no password. */
class RedisConnectionsTest {

  private static void refuses(String url, String sentence) {
    assertThatThrownBy(() -> RedisConnections.open(url, RedisSettings.defaults()).close())
        .isInstanceOf(RedisUnusable.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  @Test
  void a_malformed_url_is_told_with_the_right_form() {
    for (String url :
        new String[] {
          "",
          "localhost",
          "http://:geheim@localhost",
          "redis://",
          "redis://:geheim@",
          "redis://:geheim@host:port",
          "redis://:geheim@host:70000",
          "redis://:geheim@host/x",
          "redis://:geheim@a,,b",
          "redis://:geheim@a,b:0",
          "redis://:ge heim@a",
          "redis-sentinel://:geheim@a:26379"
        }) {
      refuses(url, "redis://[[user]:password@]host");
    }
  }

  @Test
  void user_password_hosts_and_database_are_read() {
    RedisAddress address =
        RedisAddress.parse("rediss://me:p%40s%3As@redis_1:7000,[::1],b/2", Duration.ofSeconds(1));

    assertThat(address).hasToString("redis_1:7000, ::1:6379, b:6379");
    assertThat(address.database()).isEqualTo(2);
    for (RedisURI uri : address.uris()) {
      assertThat(uri.isSsl()).isTrue();
      RedisCredentials credentials =
          Objects.requireNonNull(uri.getCredentialsProvider().resolveCredentials().block());
      assertThat(credentials.getUsername()).isEqualTo("me");
      assertThat(new String(credentials.getPassword())).isEqualTo("p@s:s");
    }
    assertThat(RedisAddress.parse("redis-sentinel://:p@a:1,b#main", Duration.ofSeconds(1)))
        .hasToString("a:1, b:26379");
  }

  @Test
  void nobody_at_the_address_is_told() {
    try (RedisServer server = RedisServer.start()) {
      server.kill();
      refuses("redis://:geheim@127.0.0.1:" + server.port(), "cannot be reached");
    }
    refuses("redis://:geheim@no-such-host.invalid", "no-such-host.invalid:6379 cannot be reached");
  }

  @Test
  void a_server_that_hangs_is_given_up() {
    try (RedisServer server = RedisServer.start()) {
      server.pause();
      long began = System.nanoTime();
      refuses(server.url(), "cannot be reached");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      server.resume();
    }
  }

  @Test
  void wrong_and_missing_passwords_are_told() {
    try (RedisServer server = RedisServer.start("--requirepass", "richtig")) {
      refuses("redis://:geheim@127.0.0.1:" + server.port(), "refuses the user or password");
      refuses("redis://geheim:geheim@127.0.0.1:" + server.port(), "refuses the user or password");
      refuses(server.url(), "needs a password");
      RedisConnections.open(
              "redis://:richtig@127.0.0.1:" + server.port() + "/3", RedisSettings.defaults())
          .close();
    }
  }

  @Test
  void an_old_server_is_told() {
    RedisVersion old = RedisVersion.parse("# Server\r\nredis_version:5.0.7\r\n", "host:6379");

    assertThatThrownBy(() -> old.check("host:6379"))
        .hasMessage("The server at host:6379 is Redis 5.0.7; this needs 6.2 or newer.");
    RedisVersion.parse("redis_version:6.2.0\r\nredis_mode:standalone\r\n", "h").check("h");
    RedisVersion.parse("redis_version:10.1.0-rc1\r\n", "h").check("h");
    assertThat(RedisVersion.parse("redis_version:7.2\r\nredis_mode:cluster\r\n", "h").cluster())
        .isTrue();
    assertThatThrownBy(() -> RedisVersion.parse("hello", "host:80"))
        .hasMessageContaining("host:80 does not say which Redis it is");
  }

  @Test
  void of_several_hosts_the_master_that_answers_is_taken() {
    try (RedisServer dead = RedisServer.start();
        RedisServer master = RedisServer.start();
        RedisServer replica = master.replica()) {
      dead.kill();
      String hosts =
          "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d"
              .formatted(dead.port(), replica.port(), master.port());
      try (var connections =
          RedisConnections.open("redis://" + hosts + "/2", RedisSettings.defaults())) {
        var store = new RedisStore(connections, "several");
        store.put("k", new byte[] {1}, Duration.ofMinutes(1));
        store.flush(Duration.ofSeconds(1));
        assertThat(master.command("INFO", "keyspace")).contains("db2:keys=1");
      }
    }
  }

  @Test
  void a_lenient_program_starts_without_redis_and_uses_it_when_it_comes() {
    try (RedisServer server = RedisServer.start()) {
      server.kill();
      Node.Database database = new Node.Database();
      long began = System.nanoTime();
      try (Node node =
          new Node(
              server.url(),
              RedisExtension.namespace(),
              database,
              RedisSettings.defaults().leniently(),
              Duration.ofSeconds(1))) {
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        assertThat(node.value(7)).isEqualTo("v1");
        node.region.invalidate(7L);
        database.truth = "v2";
        assertThat(node.value(7)).isEqualTo("v2");

        server.startAgain();
        Node.eventually(
            "it is used",
            Duration.ofSeconds(10),
            () -> node.read(7).origin() == Origin.LOCAL && node.caches.log().unsent() == 0);
      }
    }
  }
}
