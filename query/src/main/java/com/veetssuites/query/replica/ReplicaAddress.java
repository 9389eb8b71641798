package com.veetssuites.query.replica;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a replica is. It never prints its password.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, without credentials
 * @param user empty: the one of the primary
 * @param password empty: none, or with an empty user the one of the primary
 */
public record ReplicaAddress(String jdbcUrl, String user, String password) {

  private static final Pattern FORM =
      Pattern.compile("jdbc:postgresql://(?<place>[^@/?]+/[^@/?]+)(?:\\?.*)?");

  /**
   * @throws IllegalArgumentException with a sentence that does not quote the address
   */
  public ReplicaAddress {
    if (!FORM.matcher(jdbcUrl).matches()) {
      throw new IllegalArgumentException(
          "A URL of veets.query.replicas.urls must look like jdbc:postgresql://host:5432/database,"
              + " with its credentials in veets.query.replicas.username and password.");
    }
  }

  /** Host, port and database: what may be shown. */
  public String name() {
    Matcher matcher = FORM.matcher(jdbcUrl);
    return matcher.matches() ? matcher.group("place") : "";
  }

  @Override
  public String toString() {
    return name();
  }
}
