package com.veetssuites.platform.download;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * A range of addresses of one family, written as {@code 10.0.0.0/8} or {@code fd00::/8} (RFC 4632).
 */
record Network(InetAddress address, int prefix) {

  /**
   * @throws IllegalArgumentException when it is none, with a sentence
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    try {
      // ofLiteral asks no name server, unlike getByName.
      InetAddress address =
          literal.indexOf(':') >= 0
              ? Inet6Address.ofLiteral(literal)
              : Inet4Address.ofLiteral(literal);
      int bits = address.getAddress().length * Byte.SIZE;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      if (prefix < 0 || prefix > bits) {
        throw new IllegalArgumentException("Prefix " + prefix);
      }
      return new Network(address, prefix);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no network; one is written as 10.0.0.0/8, fd00::/8 or 192.0.2.7."
              .formatted(text),
          e);
    }
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
      int mask = prefix - bit >= Byte.SIZE ? 0xFF : 0xFF << (Byte.SIZE - (prefix - bit)) & 0xFF;
      int index = bit / Byte.SIZE;
      if (((mine[index] ^ theirs[index]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
