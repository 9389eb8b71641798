package com.veetssuites.platform.download;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The addresses of a host after each was checked. The HTTP client connects to what it is told here
 * and asks nobody else, so an answer that is another one the next time changes nothing.
 */
final class CheckedAddresses implements DnsResolver {

  private static final int ENOUGH = 4; // each may take the whole time of a connection

  private final HostResolver resolver;
  private final DownloadRules rules;

  CheckedAddresses(HostResolver resolver, DownloadRules rules) {
    this.resolver = resolver;
    this.rules = rules;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = resolver.resolve(host);
    if (addresses.length == 0) {
      throw new UnknownHostException(host);
    }
    for (InetAddress address : addresses) {
      rules.check(host, address); // one bad address is enough to distrust all
    }
    return addresses.length <= ENOUGH ? addresses : java.util.Arrays.copyOf(addresses, ENOUGH);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
