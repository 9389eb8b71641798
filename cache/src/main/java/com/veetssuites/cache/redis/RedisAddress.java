package com.veetssuites.cache.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where Redis is: the meaning of {@code REDIS_URL}.
 *
 * @param uris one a host; a single one for sentinels
 */
record RedisAddress(List<RedisURI> uris) {

  private static final String FORMS =
      "redis://[[user]:password@]host[:port][,host[:port]…][/database], rediss://… or"
          + " redis-sentinel://[:password@]host[:port][,host[:port]…]#name-of-the-master";

  /** A name, an IPv4 address or an IPv6 address in brackets; perhaps a port. */
  private static final Pattern HOST =
      Pattern.compile("(?:([A-Za-z0-9._-]+)|\\[([0-9A-Fa-f:.%]+)])(?::(\\d{1,5}))?");

  /** Reads the address; what does not parse is not repeated, for it may hold a password. */
  static RedisAddress parse(String url, Duration connectTimeout) {
    String text = url.strip();
    if (text.isEmpty()) {
      throw new RedisUnusable("REDIS_URL is empty; it has the form " + FORMS + ".");
    }
    try {
      List<RedisURI> uris =
          text.startsWith("redis-sentinel") ? List.of(RedisURI.create(text)) : split(text);
      uris.forEach(uri -> uri.setTimeout(connectTimeout));
      return new RedisAddress(List.copyOf(uris));
    } catch (RuntimeException e) {
      throw new RedisUnusable("REDIS_URL is malformed; it has the form " + FORMS + ".");
    }
  }

  /**
   * One URI a host, alike in all else. The hosts are read here: {@link java.net.URI} knows neither
   * commas nor the underscores that containers have in their names.
   */
  private static List<RedisURI> split(String url) {
    int start = url.indexOf("://") + 3;
    if (start < 3) {
      throw new IllegalArgumentException("no scheme");
    }
    int end = url.length();
    for (char stop : new char[] {'/', '?', '#'}) {
      int at = url.indexOf(stop, start);
      end = at < 0 ? end : Math.min(end, at);
    }
    int hosts = Math.max(start, url.lastIndexOf('@', end) + 1);
    String anywhere = url.substring(0, hosts) + "localhost" + url.substring(end);
    List<RedisURI> uris = new ArrayList<>();
    for (String host : url.substring(hosts, end).split(",", -1)) {
      Matcher place = HOST.matcher(host.strip());
      if (!place.matches()) {
        throw new IllegalArgumentException("no host");
      }
      RedisURI uri = RedisURI.create(anywhere);
      uri.setHost(place.group(1) == null ? place.group(2) : place.group(1));
      uri.setPort(place.group(3) == null ? RedisURI.DEFAULT_REDIS_PORT : port(place.group(3)));
      uris.add(uri);
    }
    return uris;
  }

  private static int port(String digits) {
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no port");
    }
    return port;
  }

  boolean sentinels() {
    return !uris.getFirst().getSentinels().isEmpty();
  }

  int database() {
    return uris.getFirst().getDatabase();
  }

  /** Hosts and ports, and nothing else of the URL. */
  @Override
  public String toString() {
    return uris.stream()
        .flatMap(uri -> sentinels() ? uri.getSentinels().stream() : List.of(uri).stream())
        .map(uri -> uri.getHost() == null ? uri.getSocket() : uri.getHost() + ":" + uri.getPort())
        .collect(Collectors.joining(", "));
  }
}
