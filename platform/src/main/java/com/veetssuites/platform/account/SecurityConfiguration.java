package com.veetssuites.platform.account;

import com.veetssuites.monitor.autoconfigure.DashboardAutoConfiguration;
import com.veetssuites.platform.web.Problem;
import com.veetssuites.platform.web.ProblemWriter;
import com.veetssuites.response.VerifiedPrincipals;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/** Who may call what: nothing answers without a token unless it is listed here as public. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final BearerTokenResolver TOKENS = new DefaultBearerTokenResolver();
  private static final Pattern TOKEN_SOURCES =
      Pattern.compile("/api/auth/(register|login|refresh)/?");

  /** What everybody may read. */
  private static final String[] PUBLIC = {
    "/api/courses",
    "/api/courses/*",
    "/api/courses/*/sessions",
    "/api/portfolio/*",
    "/api/files/**",
    "/api/health",
    "/api/notifications/unsubscribe",
    "/api/docs",
    "/api/docs/**",
    "/actuator/health/liveness", // these two are a status without details: application.yaml
    "/actuator/health/readiness"
  };

  @Bean
  SecurityFilterChain api(
      HttpSecurity http, VerifiedTokens tokens, ActuatorTokens actuator, ProblemWriter problems)
      throws Exception {
    AccessDeniedHandler forbidden =
        (request, response, denied) -> problems.write(new Forbidden(), response);
    return http.csrf(AbstractHttpConfigurer::disable) // no cookies, so nothing to forge
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(
                    HttpMethod.POST,
                    "/api/auth/register",
                    "/api/auth/login",
                    "/api/auth/refresh",
                    "/api/auth/logout",
                    "/api/zoom/webhook",
                    "/api/payments/callback",
                    "/api/notifications/unsubscribe")
                .permitAll()
                .requestMatchers(HttpMethod.GET, PUBLIC)
                .permitAll()
                .requestMatchers(HttpMethod.HEAD, PUBLIC) // a GET without the body
                .permitAll()
                .requestMatchers(HttpMethod.GET, ActuatorTokens.METRICS)
                .hasAnyAuthority(ActuatorTokens.ADMIN, ActuatorTokens.SCRAPE)
                .requestMatchers("/api/analytics/**", "/actuator/**")
                .hasRole("ADMIN")
                .anyRequest()
                .authenticated())
        .oauth2ResourceServer(server ->
            server
                .bearerTokenResolver(SecurityConfiguration::token)
                .authenticationManagerResolver(
                    request -> bearer -> authenticate(request, bearer, tokens, actuator))
                .authenticationEntryPoint((request, response, failure) ->
                    problems.write(
                        request.getHeader(HttpHeaders.AUTHORIZATION) == null
                            ? new AuthenticationRequired()
                            : new TokenRefused(),
                        response))
                .accessDeniedHandler(forbidden))
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint((request, response, failure) ->
                    problems.write(new AuthenticationRequired(), response))
                .accessDeniedHandler(forbidden))
        .build();
  }

  /** The dashboard's guard, with log-ins of the platform instead of sessions in memory. */
  @Bean
  @Order(-100)
  SecurityFilterChain dashboardSecurity(HttpSecurity http, DashboardLogin login) throws Exception {
    var csrf = new CookieCsrfTokenRepository();
    csrf.setCookiePath("/dashboard");
    csrf.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
    return DashboardAutoConfiguration.guard(http, Role.ADMIN.name())
        .authenticationProvider(login)
        .securityContext(context -> context.securityContextRepository(login))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .csrf(forms -> forms.csrfTokenRepository(csrf))
        .build();
  }

  /**
   * Whom a request is going to be authenticated as: for the response cache, which answers before
   * these filters.
   */
  @Bean
  VerifiedPrincipals verifiedPrincipals(VerifiedTokens tokens) {
    return request -> {
      try {
        String token = token(request);
        return token == null ? null : Long.toString(tokens.viewer(token).id());
      } catch (AuthenticationException | JwtException | DataAccessException e) {
        return null; // answered by the filters
      }
    };
  }

  /**
   * The access token of a request. Who comes for a new one may still send the expired one, as
   * clients do that add it to whatever they send.
   */
  private static @Nullable String token(HttpServletRequest request) {
    return TOKEN_SOURCES.matcher(request.getRequestURI()).matches()
        ? null
        : TOKENS.resolve(request);
  }

  private static Authentication authenticate(
      HttpServletRequest request,
      Authentication bearer,
      VerifiedTokens tokens,
      ActuatorTokens actuator) {
    String token = ((BearerTokenAuthenticationToken) bearer).getToken();
    String authority = actuator.authority(request, token);
    if (authority != null) {
      return UsernamePasswordAuthenticationToken.authenticated(
          "actuator", "", List.of(new SimpleGrantedAuthority(authority)));
    }
    try {
      return new ViewerAuthentication(tokens.viewer(token));
    } catch (JwtException e) {
      throw new InvalidBearerTokenException("The access token is not valid", e);
    }
  }

  /** Nobody is logged in, and somebody must be. */
  static final class AuthenticationRequired extends Problem {
    AuthenticationRequired() {
      super(
          HttpStatus.UNAUTHORIZED,
          "Log in first, and send the access token as Authorization: Bearer.");
      headers().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
  }

  /** The access token is malformed, foreign, expired, or its log-in has ended. */
  static final class TokenRefused extends Problem {
    TokenRefused() {
      super(
          HttpStatus.UNAUTHORIZED,
          "The access token is not valid (any more). Refresh it, or log in again.");
      headers().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    }
  }
}
