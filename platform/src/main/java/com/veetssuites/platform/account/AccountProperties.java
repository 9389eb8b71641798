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
 */
@ConfigurationProperties("veets.account")
record AccountProperties(
    @DefaultValue("") String secret,
    @DefaultValue("60m") Duration accessTokenLifetime,
    @DefaultValue("14d") Duration refreshTokenLifetime,
    @DefaultValue("15m") Duration loginWindow,
    @DefaultValue("10") int loginsPerAccount,
    @DefaultValue("300") int loginsPerAddress) {

  @Override
  public String toString() {
    return "AccountProperties[secret=***]";
  }
}
