package com.veetssuites.platform.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.crypto.password.PasswordEncoder;

@Configuration(proxyBeanMethods = false)
class DemoConfiguration {

  /** Switched on by {@code veets.demo=true}, which {@code veets serve --demo} sets. */
  @Bean
  @Lazy(false)
  @ConditionalOnBooleanProperty("veets.demo")
  @DependsOnDatabaseInitialization
  DemoOnEmpty demoOnEmpty(DataSource database, PasswordEncoder passwords) {
    return new DemoOnEmpty(
        new DemoData(database, passwords), new PrintWriter(System.out, true, UTF_8));
  }
}
