package com.veetssuites.platform.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1"
      })
  void an_address_that_is_not_on_the_public_internet_is_told(String literal) {
    assertThat(PublicAddresses.contain(InetAddress.ofLiteral(literal))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.0.0.1",
        "128.0.0.1",
        "169.253.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
        "192.169.1.1",
        "198.17.1.1",
        "198.20.1.1",
        "223.255.255.255",
        "2001:200::1",
        "2003::1",
        "2606:4700::1111",
        "2a00:1450::1"
      })
  void a_neighbour_of_those_is_public(String literal) {
    assertThat(PublicAddresses.contain(InetAddress.ofLiteral(literal))).isTrue();
  }

  @Test
  void a_mapped_address_that_kept_its_sixteen_bytes_is_not_public() throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = bytes[11] = (byte) 0xFF;
    bytes[12] = 8;
    assertThat(PublicAddresses.contain(Inet6Address.getByAddress("x", bytes, 0))).isFalse();
  }

  @Test
  void a_network_holds_its_addresses_and_no_other() {
    Network network = Network.parse("10.1.2.0/23");
    assertThat(network.contains(InetAddress.ofLiteral("10.1.3.255"))).isTrue();
    assertThat(network.contains(InetAddress.ofLiteral("10.1.4.0"))).isFalse();
    assertThat(network.contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(Network.parse("192.0.2.7").contains(InetAddress.ofLiteral("192.0.2.8"))).isFalse();
    assertThat(Network.parse("::/0").contains(InetAddress.ofLiteral("fe80::1"))).isTrue();
    for (String wrong : new String[] {"", "10.0.0.0/33", "10.0.0.0/x", "host", "fd00::/-1"}) {
      assertThatThrownBy(() -> Network.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no network");
    }
  }
}
