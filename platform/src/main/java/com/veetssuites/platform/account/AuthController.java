package com.veetssuites.platform.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.veetssuites.platform.web.InvalidRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Registration, log-in, and the tokens that follow. */
@RestController
@RequestMapping("/api/auth")
@Tag(name = "auth")
class AuthController {

  private final Accounts accounts;
  private final LoginSessions logins;
  private final AccessTokens tokens;

  AuthController(Accounts accounts, LoginSessions logins, AccessTokens tokens) {
    this.accounts = accounts;
    this.logins = logins;
    this.tokens = tokens;
  }

  /**
   * A new account.
   *
   * @param role student (the default) or instructor
   */
  record Registration(
      @NotNull
          @Size(max = 254)
          @Pattern(
              regexp = "[\\x21-\\x3f\\x41-\\x7e]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+",
              message = "must be an e-mail address")
          String email,
      @NotNull @Size(min = 8, max = 72) String password,
      @NotBlank @Size(max = 100) String firstName,
      @NotBlank @Size(max = 100) String lastName,
      @Nullable Role role) {}

  record Credentials(
      @NotBlank @Size(max = 254) String email, @NotBlank @Size(max = 200) String password) {}

  record RefreshToken(@NotBlank @Size(max = 200) String refresh) {}

  record PasswordChange(
      @NotBlank @Size(max = 200) String currentPassword,
      @NotNull @Size(min = 8, max = 72) String newPassword) {}

  /**
   * The tokens of a log-in.
   *
   * @param access to send as {@code Authorization: Bearer}
   * @param refresh good for one call of refresh, which answers with the next
   * @param expiresIn seconds until the access token expires
   */
  record Tokens(
      String access,
      String refresh,
      @JsonProperty("token_type") String type,
      long expiresIn,
      Profile user) {}

  @PostMapping("/register")
  @SecurityRequirements
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Register and log in")
  Tokens register(@Valid @RequestBody Registration registration, HttpServletRequest request) {
    Role role = registration.role() == null ? Role.STUDENT : registration.role();
    if (role == Role.ADMIN) {
      throw new InvalidRequest("role", "must be student or instructor");
    }
    return tokens(
        accounts.register(
            registration.email(),
            registration.password(),
            registration.firstName(),
            registration.lastName(),
            role,
            request.getRemoteAddr()));
  }

  @PostMapping("/login")
  @SecurityRequirements
  @Operation(summary = "Log in")
  Tokens logIn(@Valid @RequestBody Credentials credentials, HttpServletRequest request) {
    return tokens(
        accounts.logIn(credentials.email(), credentials.password(), request.getRemoteAddr()));
  }

  @PostMapping("/refresh")
  @SecurityRequirements
  @Operation(summary = "Exchange a refresh token, once, for new tokens")
  Tokens refresh(@Valid @RequestBody RefreshToken token) {
    return tokens(accounts.refresh(token.refresh()));
  }

  @PostMapping("/logout")
  @SecurityRequirements
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "End the log-in of the access token, of the refresh token, or of both")
  void logOut(
      @AuthenticationPrincipal @Nullable Viewer viewer,
      @Valid @RequestBody(required = false) @Nullable RefreshToken token) {
    if (viewer == null && token == null) {
      throw new InvalidRequest("refresh", "is required when no access token is sent");
    }
    if (viewer != null) {
      logins.end(viewer.login());
    }
    if (token != null) {
      logins.end(token.refresh());
    }
  }

  @PostMapping("/password")
  @Operation(summary = "Change the password; every other log-in of the account ends")
  Tokens changePassword(
      @AuthenticationPrincipal Viewer viewer,
      @Valid @RequestBody PasswordChange change,
      HttpServletRequest request) {
    return tokens(
        accounts.changePassword(
            viewer, change.currentPassword(), change.newPassword(), request.getRemoteAddr()));
  }

  private Tokens tokens(Accounts.LoggedIn loggedIn) {
    LoginSessions.Session session = loggedIn.session();
    return new Tokens(
        tokens.issue(session.userId(), session.login()),
        session.refreshToken(),
        "Bearer",
        tokens.lifetimeSeconds(),
        Profile.of(loggedIn.user()));
  }
}
