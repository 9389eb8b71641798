package com.veetssuites.platform.download;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that belong to the public internet: all but those of IANA's special-purpose address
 * registries (RFC 6890) that lead to this machine, its neighbours, many at once, or nowhere.
 */
final class PublicAddresses {

  private static final List<Network> REFUSED_V4 =
      networks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared by customers of a carrier
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local, and the metadata of clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // relays of 6to4
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and broadcast

  /** Global unicast; all else is loopback, mapped, NAT64, unique local, link-local, multicast, … */
  private static final Network GLOBAL_V6 = Network.parse("2000::/3");

  private static final List<Network> REFUSED_V6 =
      networks(
          "2001::/23", // protocol assignments, among them Teredo, which wraps IPv4
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4, which wraps IPv4
          "3fff::/20"); // documentation

  private PublicAddresses() {}

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }

  static boolean contain(InetAddress address) {
    return address instanceof Inet4Address
        ? REFUSED_V4.stream().noneMatch(network -> network.contains(address))
        : GLOBAL_V6.contains(address)
            && REFUSED_V6.stream().noneMatch(network -> network.contains(address));
  }
}
