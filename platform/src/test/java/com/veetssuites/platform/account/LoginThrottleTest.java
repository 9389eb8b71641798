package com.veetssuites.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoginThrottleTest {

  @Test
  void an_ipv6_address_counts_as_its_network() {
    String network = LoginThrottle.network("2001:db8:1:2:aaaa:bbbb:cccc:dddd");

    assertThat(LoginThrottle.network("2001:db8:1:2::1")).isEqualTo(network);
    assertThat(LoginThrottle.network("2001:db8:1:3::1")).isNotEqualTo(network);
  }

  @Test
  void an_ipv4_address_counts_whole() {
    assertThat(LoginThrottle.network("192.0.2.7")).isEqualTo("192.0.2.7");
  }
}
