package com.veetssuites.platform.download;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where downloads may go, and how long they may take. Immutable. */
public final class DownloadRules {

  /** A host that is an IPv4 address for somebody: its last part is a number (WHATWG URL, 3.5). */
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

  private final List<String> hosts;
  private final Set<String> plainHosts;
  private final Set<Integer> ports;
  private final List<Network> exceptions;
  private final Limits limits;

  /**
   * How much patience there is.
   *
   * @param connect for the connection, and again for its TLS handshake
   * @param idle for the next bytes
   * @param redirects how many are followed
   */
  public record Limits(Duration connect, Duration idle, int redirects) {}

  /**
   * @param hosts hosts with their subdomains; {@code *} is any
   * @param plainHosts hosts that may be asked over http as well, exactly as written
   * @param ports the ports that may be connected to
   * @param exceptions networks that are allowed although they are not public
   * @throws IllegalArgumentException when one is written wrongly, with a sentence
   */
  public DownloadRules(
      List<String> hosts,
      List<String> plainHosts,
      List<Integer> ports,
      List<String> exceptions,
      Limits limits) {
    this.hosts = hosts.stream().map(DownloadRules::lower).toList();
    this.plainHosts = Set.copyOf(plainHosts.stream().map(DownloadRules::lower).toList());
    this.ports = Set.copyOf(ports);
    this.exceptions = exceptions.stream().map(Network::parse).toList();
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  /**
   * The URL as it is fetched: with a host in its plain form and without a fragment.
   *
   * @throws TargetRefused when nothing is fetched from there, as far as the URL tells
   */
  URI check(URI url) {
    String scheme = url.getScheme() == null ? "" : lower(url.getScheme());
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new TargetRefused("Only https is fetched, not \"%s\".".formatted(scheme));
    }
    if (url.getRawUserInfo() != null) {
      throw new TargetRefused("A URL with a user or password in it is not fetched.");
    }
    String host = host(url);
    if (!isAllowed(host)) {
      throw new TargetRefused(
          "Nothing is fetched from host %s; allowed are %s.".formatted(host, hosts));
    }
    if (scheme.equals("http") && !plainHosts.contains(host)) {
      throw new TargetRefused("Host %s is asked over https only.".formatted(host));
    }
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
    if (!ports.contains(port)) {
      throw new TargetRefused(
          "Nothing is fetched from port %d of %s; allowed are %s.".formatted(port, host, ports));
    }
    return plain(url, scheme, host);
  }

  private static URI plain(URI url, String scheme, String host) {
    var text = new StringBuilder(scheme).append("://").append(host);
    if (url.getPort() >= 0) {
      text.append(':').append(url.getPort());
    }
    text.append(url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath());
    if (url.getRawQuery() != null) {
      text.append('?').append(url.getRawQuery());
    }
    try {
      return new URI(text.toString());
    } catch (URISyntaxException e) {
      throw new TargetRefused("The URL is not valid.");
    }
  }

  private static String host(URI url) {
    @Nullable String host = url.getHost();
    if (host == null) {
      throw new TargetRefused("The URL has no host, or one that is not written in ASCII letters.");
    }
    String name = lower(host);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1); // the root; the same host
    }
    if (name.isEmpty() || name.endsWith(".") || name.contains("..") || name.indexOf('%') >= 0) {
      throw new TargetRefused("\"%s\" is no host.".formatted(host));
    }
    if (NUMERIC.matcher(name).matches() && !IPV4.matcher(name).matches()) {
      throw new TargetRefused(
          "Host %s is an address in a form that is not understood the same everywhere."
              .formatted(name));
    }
    return name;
  }

  private boolean isAllowed(String host) {
    return hosts.stream()
        .anyMatch(
            allowed -> allowed.equals("*") || host.equals(allowed) || host.endsWith("." + allowed));
  }

  /**
   * @throws TargetRefused when nobody connects to that address of the host
   */
  void check(String host, InetAddress address) {
    if (!PublicAddresses.contain(address)
        && exceptions.stream().noneMatch(network -> network.contains(address))) {
      throw new TargetRefused(
          "Host %s has address %s, which is not on the public internet."
              .formatted(host, address.getHostAddress()));
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
