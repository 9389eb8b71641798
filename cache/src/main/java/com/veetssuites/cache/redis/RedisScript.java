package com.veetssuites.cache.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A Lua script, called by its digest and sent whole when the server does not know it (any more).
 */
final class RedisScript {

  private final String text;
  private final String digest;

  RedisScript(String text) {
    this.text = text;
    this.digest = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  List<Object> run(Link link, Duration atMost, String[] keys, byte[]... values)
      throws RedisFailure {
    try {
      return link.call(
          atMost, c -> c.<List<Object>>evalsha(digest, ScriptOutputType.MULTI, keys, values));
    } catch (RedisFailure e) {
      if (!(e.getCause() instanceof RedisNoScriptException)) {
        throw e;
      }
      return link.call(
          atMost, c -> c.<List<Object>>eval(text, ScriptOutputType.MULTI, keys, values));
    }
  }
}
