package com.veetssuites.platform.account;

import com.veetssuites.platform.web.Problem;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The log-in of an administrator at the dashboard: one of the platform's, shown by a cookie. It is
 * known to every node, outlives restarts, and ends with a log-out, a new password or a deactivation
 * as any other.
 */
@Component
final class DashboardLogin implements AuthenticationProvider, SecurityContextRepository {

  static final String COOKIE = "veets-dashboard";
  private static final String PATH = "/dashboard";
  private static final Duration LIFETIME = Duration.ofHours(8);

  private final Accounts accounts;
  private final AccessTokens tokens;
  private final VerifiedTokens verified;
  private final LoginSessions logins;

  DashboardLogin(
      Accounts accounts, AccessTokens tokens, VerifiedTokens verified, LoginSessions logins) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.verified = verified;
    this.logins = logins;
  }

  /** Whoever is no administrator is told what a wrong password is told, and gets no log-in. */
  @Override
  public Authentication authenticate(Authentication typed) {
    String address =
        typed.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    Accounts.LoggedIn loggedIn;
    try {
      loggedIn = accounts.logIn(typed.getName(), String.valueOf(typed.getCredentials()), address);
    } catch (Problem refused) {
      throw new BadCredentialsException("Not logged in", refused);
    } catch (DataAccessException e) {
      throw new AuthenticationServiceException("The database does not answer", e);
    }
    long login = loggedIn.session().login();
    if (loggedIn.user().role() != Role.ADMIN) {
      logins.end(login);
      throw new BadCredentialsException("Not an administrator");
    }
    return new ViewerAuthentication(new Viewer(loggedIn.user().id(), Role.ADMIN, login));
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  @SuppressWarnings("deprecation") // the other method is made of this one
  public SecurityContext loadContext(HttpRequestResponseHolder holder) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    Viewer viewer = viewer(holder.getRequest());
    if (viewer != null) {
      context.setAuthentication(new ViewerAuthentication(viewer));
    }
    return context;
  }

  private @Nullable Viewer viewer(HttpServletRequest request) {
    Cookie cookie = WebUtils.getCookie(request, COOKIE);
    if (cookie == null) {
      return null;
    }
    try {
      return verified.viewer(cookie.getValue());
    } catch (JwtException | DataAccessException e) {
      return null;
    }
  }

  @Override
  public void saveContext(
      SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
    Authentication authentication = context.getAuthentication();
    Viewer before = viewer(request);
    if (authentication != null && authentication.getPrincipal() instanceof Viewer viewer) {
      if (!viewer.equals(before)) {
        write(request, response, tokens.issue(viewer.id(), viewer.login(), LIFETIME), LIFETIME);
      }
    } else if (WebUtils.getCookie(request, COOKIE) != null) {
      write(request, response, "", Duration.ZERO); // first: the browser forgets it in any case
      if (before != null) {
        logins.end(before.login());
      }
    }
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, String value, Duration lifetime) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, value)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Strict")
            .path(request.getContextPath() + PATH)
            .maxAge(lifetime)
            .build()
            .toString());
  }

  @Override
  public boolean containsContext(HttpServletRequest request) {
    return WebUtils.getCookie(request, COOKIE) != null;
  }
}
