package com.veetssuites.platform.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.command.CommandFailed;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What programs show the actuator instead of an access token: commands of this machine, commands of
 * others, and who reads the metrics. Each is good for the request that carries it.
 */
@Component
final class ActuatorTokens {

  static final String ADMIN = "ROLE_" + Role.ADMIN.name();
  static final String SCRAPE = "SCRAPE";
  static final String METRICS = "/actuator/prometheus";

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{32,}=*"); // RFC 6750

  private final CommandToken command;
  private final byte[] operations;
  private final byte[] scrape;

  /**
   * The tokens.
   *
   * @throws CommandFailed when one that is configured can be guessed, or cannot be sent
   */
  ActuatorTokens(CommandToken command, AccountProperties properties) {
    this.command = command;
    this.operations = checked(properties.operationsToken(), "VEETS_ACCOUNT_OPERATIONS_TOKEN");
    this.scrape = checked(properties.scrapeToken(), "VEETS_ACCOUNT_SCRAPE_TOKEN");
    if (operations.length > 0 && MessageDigest.isEqual(operations, scrape)) {
      throw new CommandFailed(
          "VEETS_ACCOUNT_OPERATIONS_TOKEN and VEETS_ACCOUNT_SCRAPE_TOKEN must not be the same: who"
              + " reads the metrics would be an administrator.");
    }
  }

  /** What this token lets this request do; null when it is none of these. */
  @Nullable String authority(HttpServletRequest request, String shown) {
    boolean reads = request.getMethod().equals("GET") && request.getRequestURI().equals(METRICS);
    if (command.allows(request, shown)
        || (request.getRequestURI().startsWith("/actuator/") && is(operations, shown))) {
      return ADMIN;
    }
    return reads && is(scrape, shown) ? SCRAPE : null;
  }

  /** In a time that says nothing of how much of it was right. */
  private static boolean is(byte[] token, String shown) {
    return token.length > 0 && MessageDigest.isEqual(token, shown.getBytes(UTF_8));
  }

  private static byte[] checked(String text, String name) {
    String token = text.strip();
    if (!token.isEmpty() && !FORM.matcher(token).matches()) {
      throw new CommandFailed(
          name
              + " must have at least 32 characters, of letters, digits and - . _ ~ + / alone;"
              + " `openssl rand -base64 48` makes a good one.");
    }
    return token.getBytes(UTF_8);
  }
}
