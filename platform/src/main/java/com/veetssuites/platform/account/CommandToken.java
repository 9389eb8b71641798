package com.veetssuites.platform.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * What the commands of this machine show the actuator of this server: made at each start, good
 * until its end, for requests over loopback alone.
 */
@Component
public final class CommandToken {

  private final String token;

  CommandToken() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** The token; to be kept where only the owner of the process can read it. */
  public String value() {
    return token;
  }

  boolean allows(HttpServletRequest request, String shown) {
    return MessageDigest.isEqual(shown.getBytes(UTF_8), token.getBytes(UTF_8))
        && request.getRequestURI().startsWith("/actuator/")
        && fromHere(request.getRemoteAddr());
  }

  private static boolean fromHere(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
