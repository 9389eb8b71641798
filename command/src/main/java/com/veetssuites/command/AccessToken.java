package com.veetssuites.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token that a command shows to a server. No message contains it. */
final class AccessToken {

  static final String VARIABLE = "VEETS_TOKEN";

  private static final int MOST = 4_096;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*"); // RFC 6750

  private AccessToken() {}

  /**
   * Of the file, or else of the environment; null when neither has one.
   *
   * @throws CommandFailed when the file cannot be read, or what is there is no token
   */
  static @Nullable String find(@Nullable Path file, @Nullable String environment) {
    if (file != null) {
      return checked(read(file), "The file " + file);
    }
    return environment == null || environment.isBlank() ? null : checked(environment, VARIABLE);
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new CommandFailed("There is no file %s to read the token from.".formatted(file), e);
    } catch (IOException e) {
      throw new CommandFailed("The token cannot be read from %s: %s".formatted(file, e), e);
    }
  }

  private static String checked(String text, String place) {
    String token = text.strip();
    if (!FORM.matcher(token).matches()) {
      throw new CommandFailed(
          place
              + " has no token: one line of letters, digits and - . _ ~ + / is one, with = at its end"
              + " or without.");
    }
    return token;
  }
}
