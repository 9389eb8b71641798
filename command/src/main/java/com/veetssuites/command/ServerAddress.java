package com.veetssuites.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a server as somebody typed it. */
final class ServerAddress {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private ServerAddress() {}

  /**
   * The address, without a slash at its end.
   *
   * @throws IllegalArgumentException that says how one looks, and repeats no password
   */
  static URI parse(String text) {
    try {
      URI url = new URI(text.strip());
      if (url.getScheme() != null
          && url.getScheme().toLowerCase(Locale.ROOT).matches("https?")
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null
          && url.getPort() <= 65_535) {
        return URI.create(url.toString().replaceFirst("/+$", ""));
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "--server is the address of a server, such as https://school.example.org or"
            + " http://localhost:8000, without anything behind it.");
  }

  /** Whether what is sent there can be read on the way. */
  static boolean open(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) && !local(url);
  }

  /** Whether it is this machine, by the address itself: what a name stands for may change. */
  static boolean local(URI url) {
    return LOOPBACK.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("http") ? 80 : 443;
  }
}
