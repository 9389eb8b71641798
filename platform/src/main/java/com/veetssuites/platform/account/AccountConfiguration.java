package com.veetssuites.platform.account;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.database.DataFolder;
import java.time.Clock;
import javax.crypto.SecretKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

  @Bean
  SecretKey signingKey(
      AccountProperties properties,
      @Value("${veets.database.url:}") String databaseUrl,
      DataFolder dataFolder) {
    if (!properties.secret().isEmpty()) {
      return SigningKey.of(properties.secret());
    }
    if (!databaseUrl.isEmpty()) {
      throw new CommandFailed(
          "With DATABASE_URL set, VEETS_ACCOUNT_SECRET must be set too: the secret that signs access tokens, the same"
              + " on every node (`openssl rand -base64 48` makes one).");
    }
    return SigningKey.in(dataFolder.path().resolve("account-secret"));
  }

  @Bean
  AccessTokens accessTokens(SecretKey signingKey, AccountProperties properties, Clock clock) {
    return new AccessTokens(signingKey, properties, clock);
  }

  @Bean
  LoginThrottle loginThrottle(AccountProperties properties) {
    return new LoginThrottle(properties);
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return PasswordEncoderFactories.createDelegatingPasswordEncoder();
  }
}
