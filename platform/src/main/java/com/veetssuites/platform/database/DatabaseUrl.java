package com.veetssuites.platform.database;

import com.veetssuites.command.CommandFailed;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database, as {@code DATABASE_URL} gives it.
 *
 * <p>It never prints its password.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 5432 unless the address says otherwise
 * @param database name of the database
 * @param user who logs in
 * @param password empty when the server asks for none
 * @param parameters settings of the JDBC driver, such as {@code sslmode}
 */
public record DatabaseUrl(
    String host,
    int port,
    String database,
    String user,
    String password,
    Map<String, String> parameters) {

  private static final String FORM =
      "DATABASE_URL must look like postgres://user:password@host:5432/database";

  // The user info is as short as the rest allows, so that a password may hold an @, a / or a ? as
  // it is.
  private static final Pattern PATTERN =
      Pattern.compile(
          """
          (?:jdbc:postgresql|postgresql|postgres)://
          (?:(?<credentials>.*?)@)?
          (?<host>\\[[0-9a-fA-F:.]+(?:%\\w+)?]|[^@/:?\\[\\]]*)
          (?::(?<port>\\d*))?
          (?:/(?<database>[^?/]*))?
          (?:\\?(?<parameters>.*))?\
          """,
          Pattern.COMMENTS | Pattern.CASE_INSENSITIVE);

  /** What libpq calls these, and what the JDBC driver calls them. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.of(
          "connect_timeout", "connectTimeout",
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding");

  public DatabaseUrl {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads {@code postgres://}, {@code postgresql://} and {@code jdbc:postgresql://} addresses.
   *
   * @throws CommandFailed with a sentence that names {@code DATABASE_URL} and not the password
   */
  public static DatabaseUrl parse(String text) {
    Matcher matcher = PATTERN.matcher(text.strip());
    if (!matcher.matches()) {
      throw new CommandFailed(FORM + ".");
    }
    Map<String, String> parameters = parameters(matcher.group("parameters"));
    String credentials = matcher.group("credentials");
    String[] parts = credentials == null ? new String[0] : credentials.split(":", 2);
    String user = parts.length > 0 ? decode(parts[0]) : parameters.getOrDefault("user", "");
    String password = parts.length > 1 ? decode(parts[1]) : parameters.getOrDefault("password", "");
    parameters.keySet().removeAll(Set.of("user", "password"));
    String host = matcher.group("host").replaceAll("[\\[\\]]", "");
    if (host.isEmpty()) {
      throw new CommandFailed(FORM + ": it names no host.");
    }
    if (host.contains(",")) {
      throw new CommandFailed(FORM + ": it names one host, not several.");
    }
    if (user.isEmpty()) {
      throw new CommandFailed(FORM + ": it names no user.");
    }
    String database = decode(orEmpty(matcher.group("database")));
    if (database.isEmpty()) {
      throw new CommandFailed(FORM + ": it names no database at its end.");
    }
    return new DatabaseUrl(
        decode(host), port(orEmpty(matcher.group("port"))), database, user, password, parameters);
  }

  /**
   * Reads the address that the environment of this process gives, before there is an application to
   * ask; null when it gives none.
   */
  public static @Nullable DatabaseUrl ofEnvironment() {
    return Stream.of("VEETS_DATABASE_URL", "DATABASE_URL")
        .map(name -> System.getenv().getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst()
        .map(DatabaseUrl::parse)
        .orElse(null);
  }

  /**
   * Connects once and leaves, within ten seconds.
   *
   * @throws CommandFailed when there is no usable PostgreSQL, with a sentence that names {@code
   *     DATABASE_URL} and not the password
   */
  public void check() {
    ConnectionCheck.of(this);
  }

  /** The address for the JDBC driver, without the credentials. */
  public String jdbcUrl() {
    String authority = host.contains(":") ? "[" + host + "]" : host;
    String query =
        parameters.entrySet().stream()
            .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
            .collect(Collectors.joining("&", "?", ""));
    return "jdbc:postgresql://%s:%d/%s%s"
        .formatted(authority, port, encode(database), query.length() == 1 ? "" : query);
  }

  @Override
  public String toString() {
    String authority = host.contains(":") ? "[" + host + "]" : host;
    return "postgres://%s@%s:%d/%s".formatted(encode(user), authority, port, encode(database));
  }

  private static int port(String digits) {
    if (digits.isEmpty()) {
      return 5432;
    }
    int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw new CommandFailed(FORM + ": its port must be from 1 to 65535.");
    }
    return port;
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : orEmpty(query).split("&")) {
      String[] parts = parameter.split("=", 2);
      if (parts.length == 2 && !parts[0].isEmpty()) {
        String name = decode(parts[0]);
        parameters.put(DRIVER_NAMES.getOrDefault(name, name), decode(parts[1]));
      }
    }
    return parameters;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Percent-decoding alone: a + stays a +, which URLDecoder would make a space. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The cause quotes a piece of the text, which may be of the password: it is left out.
      throw new CommandFailed(FORM + ": a % in it that is meant as such is written %25.");
    }
  }
}
