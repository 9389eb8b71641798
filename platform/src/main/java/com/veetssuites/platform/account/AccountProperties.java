package com.veetssuites.platform.account;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of log-ins and tokens.
 *
 * @param secret key that signs access tokens, at least 32 bytes; empty: generated into the data
 *     folder when the database is the embedded one, otherwise the start is refused
 * @param accessTokenLifetime how long an access token is valid
 * @param refreshTokenLifetime how long a refresh token is valid, and a log-in that is not refreshed
 * @param loginWindow the period in which log-in attempts are counted
 * @param loginsPerAccount failed log-ins of one account in that period before it is locked for the
 *     rest of it
 * @param loginsPerAddress attempts from one address in that period
 * @param loginsKept how long a log-in is kept after it has expired: reports count the log-ins of
 *     their period, which is at most 366 days
 * @param operationsToken good for the actuator from anywhere, as an administrator: what commands on
 *     other machines show; at least 32 characters; empty: there is none
 * @param scrapeToken good for reading /actuator/prometheus and nothing else; at least 32
 *     characters; empty: there is none
 */
@ConfigurationProperties("veets.account")
record AccountProperties(
    @DefaultValue("") String secret,
    @DefaultValue("60m") Duration accessTokenLifetime,
    @DefaultValue("14d") Duration refreshTokenLifetime,
    @DefaultValue("15m") Duration loginWindow,
    @DefaultValue("10") int loginsPerAccount,
    @DefaultValue("300") int loginsPerAddress,
    @DefaultValue("400d") Duration loginsKept,
    @DefaultValue("") String operationsToken,
    @DefaultValue("") String scrapeToken) {

  AccountProperties {
    if (loginsKept.isNegative()) {
      throw new IllegalArgumentException(
          "veets.account.logins-kept is %s; it must be a duration such as 400d, or 0."
              .formatted(loginsKept));
    }
  }

  @Override
  public String toString() {
    return "AccountProperties[secret=***]";
  }
}
