package com.veetssuites.platform.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.veetssuites.platform.web.Problem;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Counts log-in attempts per account and per address, in fixed windows, bounded in memory.
 *
 * <p>An attempt is counted before the password is looked at, so that parallel guesses do not slip
 * through; a success gives the account's attempts back. Counts are per node.
 */
final class LoginThrottle {

  private static final int MAX_TRACKED = 100_000;

  private final Cache<String, AtomicInteger> accounts;
  private final Cache<String, AtomicInteger> addresses;
  private final int perAccount;
  private final int perAddress;

  LoginThrottle(AccountProperties properties) {
    accounts = counters(properties.loginWindow());
    addresses = counters(properties.loginWindow());
    perAccount = properties.loginsPerAccount();
    perAddress = properties.loginsPerAddress();
  }

  private static Cache<String, AtomicInteger> counters(Duration window) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_TRACKED)
        .expireAfter(Expiry.<String, AtomicInteger>creating((key, count) -> window))
        .build();
  }

  /**
   * Counts an attempt.
   *
   * @throws TooManyLogins when the account or the address has used up its attempts
   */
  void attempt(String email, String address) {
    attempt(address);
    count(accounts, email, perAccount);
  }

  /** Counts something else that an address may not do too often, such as registering. */
  void attempt(String address) {
    count(addresses, network(address), perAddress);
  }

  void succeeded(String email) {
    accounts.invalidate(email);
  }

  /**
   * Whoever has an IPv6 address has its whole /64, so that is what counts; IPv4 addresses count
   * whole.
   */
  static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    byte[] bytes = InetAddress.ofLiteral(address.replaceFirst("%.*", "")).getAddress();
    return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
  }

  private static void count(Cache<String, AtomicInteger> counters, String key, int limit) {
    if (counters.get(key, k -> new AtomicInteger()).incrementAndGet() > limit) {
      Duration rest =
          counters
              .policy()
              .expireVariably()
              .flatMap(expiry -> expiry.getExpiresAfter(key))
              .orElse(Duration.ofSeconds(1));
      throw new TooManyLogins(Math.max(1, rest.toSeconds()));
    }
  }

  /** The account or the address has tried too often. */
  static final class TooManyLogins extends Problem {
    TooManyLogins(long seconds) {
      super(
          HttpStatus.TOO_MANY_REQUESTS,
          "Too many attempts. Try again in %d seconds.".formatted(seconds));
      headers().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
  }
}
