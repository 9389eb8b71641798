package com.veetssuites.cache.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code INFO server} says about a server.
 *
 * @param text its version, as it spells it
 * @param major the first number of it
 * @param minor the second number
 * @param cluster whether the server is a part of a Redis Cluster
 */
record RedisVersion(String text, int major, int minor, boolean cluster) {

  private static final Pattern VERSION =
      Pattern.compile("^redis_version:((\\d{1,4})\\.(\\d{1,4})\\S*)", Pattern.MULTILINE);
  private static final Pattern MODE = Pattern.compile("^redis_mode:(\\w+)", Pattern.MULTILINE);

  static RedisVersion parse(String info, String where) {
    Matcher version = VERSION.matcher(info);
    if (!version.find()) {
      throw new RedisUnusable("What answers at " + where + " does not say which Redis it is.");
    }
    Matcher mode = MODE.matcher(info);
    return new RedisVersion(
        version.group(1),
        Integer.parseInt(version.group(2)),
        Integer.parseInt(version.group(3)),
        mode.find() && mode.group(1).equals("cluster"));
  }

  /** Streams by explicit id, scripts by their effects and ACLs came one by one until 6.2. */
  void check(String where) {
    if (major < 6 || (major == 6 && minor < 2)) {
      throw new RedisUnusable(
          "The server at %s is Redis %s; this needs 6.2 or newer.".formatted(where, text));
    }
  }
}
