package com.veetssuites.platform.account;

import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.platform.web.Problem;
import io.micrometer.core.annotation.Timed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Registration, log-in and passwords. */
@Service
class Accounts {

  /** bcrypt reads no further. */
  private static final int MAX_PASSWORD_BYTES = 72;

  private final Users users;
  private final LoginSessions logins;
  private final LoginThrottle throttle;
  private final PasswordEncoder passwords;
  private final Clock clock;
  private final String nobodysHash;

  Accounts(
      Users users,
      LoginSessions logins,
      LoginThrottle throttle,
      PasswordEncoder passwords,
      Clock clock) {
    this.users = users;
    this.logins = logins;
    this.throttle = throttle;
    this.passwords = passwords;
    this.clock = clock;
    this.nobodysHash = passwords.encode("nobody has this password");
  }

  /** A user with a log-in of theirs. */
  record LoggedIn(User user, LoginSessions.Session session) {}

  LoggedIn register(
      String email, String password, String firstName, String lastName, Role role, String address) {
    throttle.attempt(address);
    checkLength("password", password);
    String normalised = normalise(email);
    if (users.findByEmail(normalised).isPresent()) {
      throw new EmailTaken();
    }
    try {
      User user =
          users.save(
              new User(
                  normalised,
                  passwords.encode(password),
                  firstName.strip(),
                  lastName.strip(),
                  role,
                  clock.instant()));
      return new LoggedIn(user, logins.begin(user.id(), address));
    } catch (DataIntegrityViolationException e) {
      throw new EmailTaken(); // somebody registered it between the look-up and the insert
    }
  }

  @Timed
  LoggedIn logIn(String email, String password, String address) {
    String normalised = normalise(email);
    throttle.attempt(normalised, address);
    Optional<User> user = users.findByEmail(normalised);
    // An unknown address costs as much time as a known one, so that nobody can list accounts.
    boolean matches =
        matches(password, user.map(User::passwordHash).orElse(nobodysHash)) && user.isPresent();
    if (!matches || !user.get().isActive()) {
      throw new LoginRefused();
    }
    throttle.succeeded(normalised);
    return new LoggedIn(user.get(), logins.begin(user.get().id(), address));
  }

  LoggedIn refresh(String token) {
    LoginSessions.Session session = logins.refresh(token).orElseThrow(RefreshRefused::new);
    User user = users.findById(session.userId()).orElseThrow(RefreshRefused::new);
    return new LoggedIn(user, session);
  }

  /** Changes the password, ends every log-in of the user, and begins a new one. */
  @Transactional
  LoggedIn changePassword(Viewer viewer, String current, String replacement, String address) {
    User user = users.findById(viewer.id()).orElseThrow();
    throttle.attempt(user.email(), address);
    checkLength("new_password", replacement);
    if (!matches(current, user.passwordHash())) {
      throw new InvalidRequest("current_password", "is not your password");
    }
    throttle.succeeded(user.email());
    user.changePassword(passwords.encode(replacement));
    users.save(user);
    logins.endAll(user.id());
    return new LoggedIn(user, logins.begin(user.id(), address));
  }

  private boolean matches(String password, String hash) {
    return password.getBytes(StandardCharsets.UTF_8).length <= MAX_PASSWORD_BYTES
        && passwords.matches(password, hash);
  }

  private static void checkLength(String field, String password) {
    if (password.getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD_BYTES) {
      throw new InvalidRequest(field, "must have at most 72 bytes");
    }
  }

  static String normalise(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  /** There is an account with that e-mail address already. */
  static final class EmailTaken extends Problem {
    EmailTaken() {
      super(
          HttpStatus.CONFLICT,
          "There is an account with this e-mail address already. Log in instead.",
          List.of(new FieldError("email", "is taken")));
    }
  }

  /** The e-mail address and the password do not belong together, or the account is inactive. */
  static final class LoginRefused extends Problem {
    LoginRefused() {
      super(HttpStatus.UNAUTHORIZED, "No active account has this e-mail address and password.");
    }
  }

  /** The refresh token is unknown, expired, used or revoked. */
  static final class RefreshRefused extends Problem {
    RefreshRefused() {
      super(HttpStatus.UNAUTHORIZED, "The refresh token is not valid (any more). Log in again.");
    }
  }
}
