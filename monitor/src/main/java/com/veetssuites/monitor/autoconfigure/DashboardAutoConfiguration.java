package com.veetssuites.monitor.autoconfigure;

import com.samskivert.mustache.Mustache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.monitor.Alerts;
import com.veetssuites.monitor.Figures;
import com.veetssuites.monitor.Monitor;
import com.veetssuites.monitor.web.Dashboard;
import com.veetssuites.monitor.web.DashboardController;
import com.veetssuites.monitor.web.DatabasePages;
import com.veetssuites.monitor.web.TaskActions;
import com.veetssuites.monitor.web.TaskPages;
import com.veetssuites.query.Findings;
import com.veetssuites.query.StatementStore;
import com.veetssuites.task.TaskControl;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.DispatcherServlet;

/** The pages at {@code /dashboard/}, where Spring Security can guard them. */
@AutoConfiguration(
    after = {MonitorAutoConfiguration.class, AlertAutoConfiguration.class},
    afterName = {
      // Whose chain for everything else is there only as long as no other chain is.
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration"
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({
  DispatcherServlet.class,
  SecurityFilterChain.class,
  HttpSecurity.class,
  Mustache.class
})
@ConditionalOnBean({Monitor.class, HttpSecurity.class})
@ConditionalOnProperty(
    name = "veets.monitor.dashboard.enabled",
    havingValue = "true",
    matchIfMissing = true)
public final class DashboardAutoConfiguration {

  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** Adds the pages of a module. */
  interface Pages {
    void addTo(Dashboard dashboard);
  }

  @Bean
  @ConditionalOnMissingBean
  Dashboard dashboard(
      @Value("${spring.application.name:Application}") String application,
      Monitor monitor,
      Figures figures,
      ObjectProvider<Clock> clock,
      ObjectProvider<Pages> pages,
      ObjectProvider<Alerts> alerts,
      MonitorProperties properties) {
    var dashboard =
        new Dashboard(
            application,
            monitor,
            figures,
            Objects.requireNonNullElseGet(clock.getIfUnique(), Clock::systemUTC),
            properties.dashboard().maxStreams());
    pages.orderedStream().forEach(each -> each.addTo(dashboard));
    alerts.ifAvailable(dashboard::alerts);
    return dashboard;
  }

  @Bean
  @ConditionalOnMissingBean
  DashboardController dashboardController(Dashboard dashboard) {
    return dashboard.controller();
  }

  @Bean
  SmartLifecycle dashboardStreams(Dashboard dashboard) {
    return dashboard.live();
  }

  /**
   * Who may see the dashboard: a log-in by form. Sessions, users and log-ins are those of the
   * application.
   */
  @Bean
  @Order(-100)
  @ConditionalOnMissingBean(name = "dashboardSecurity")
  SecurityFilterChain dashboardSecurity(HttpSecurity http, MonitorProperties properties)
      throws Exception {
    return guard(http, properties.dashboard().role()).build();
  }

  /** What guards the dashboard, to be changed by an application that logs in otherwise. */
  public static HttpSecurity guard(HttpSecurity http, String role) throws Exception {
    return http.securityMatcher("/dashboard", "/dashboard/**")
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers("/dashboard/login", "/dashboard/assets/**")
                .permitAll()
                .anyRequest()
                .hasRole(role))
        .formLogin(form ->
            form.loginPage("/dashboard/login")
                .defaultSuccessUrl("/dashboard/", true)
                .failureUrl("/dashboard/login?error"))
        .logout(logout ->
            logout.logoutUrl("/dashboard/logout").logoutSuccessUrl("/dashboard/login?out"))
        .exceptionHandling(handling ->
            handling.accessDeniedHandler((request, response, denied) -> refuse(response)))
        .headers(headers ->
            headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                .frameOptions(frames -> frames.deny())
                .referrerPolicy(referrer -> {}));
  }

  /** Here and now: an error page is guarded by whatever guards the rest, and may ask to log in. */
  private static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpStatus.FORBIDDEN.value());
    response.setContentType(MediaType.TEXT_PLAIN_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response
        .getWriter()
        .write("Only administrators see the dashboard; if you are one, log in again.");
  }

  /** With the query module. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(StatementStore.class)
  @ConditionalOnBean(StatementStore.class)
  static class Statements {

    @Bean
    @Order(1)
    Pages statementPages(StatementStore store, ObjectProvider<Findings> findings) {
      return dashboard -> DatabasePages.addTo(dashboard, store, findings.getIfAvailable());
    }
  }

  /** With the cache module. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(TieredCaches.class)
  @ConditionalOnBean(TieredCaches.class)
  static class Caches {

    @Bean
    @Order(2)
    Pages cachePages() {
      return Dashboard::caches;
    }
  }

  /** With the task module. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(TaskControl.class)
  @ConditionalOnBean(TaskControl.class)
  static class Tasks {

    @Bean
    @Order(3)
    Pages taskPages(TaskControl control) {
      return dashboard -> TaskPages.addTo(dashboard, control);
    }

    @Bean
    @ConditionalOnMissingBean
    TaskActions dashboardTaskActions(TaskControl control) {
      return TaskPages.actions(control);
    }
  }
}
