package com.veetssuites.platform.download;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who knows the addresses of a host. Asked once for each connection. */
@FunctionalInterface
public interface HostResolver {

  /** What this machine uses. */
  HostResolver SYSTEM = InetAddress::getAllByName;

  InetAddress[] resolve(String host) throws UnknownHostException;
}
