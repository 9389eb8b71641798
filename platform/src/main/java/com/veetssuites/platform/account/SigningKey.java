package com.veetssuites.platform.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.digest.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;

/** The key that signs access tokens and links. */
final class SigningKey {

  private static final int MIN_BYTES = 32;

  private SigningKey() {}

  /**
   * The configured secret as a key.
   *
   * @throws CommandFailed when it is too short to be one
   */
  static SecretKey of(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    if (bytes.length < MIN_BYTES) {
      throw new CommandFailed(
          "VEETS_ACCOUNT_SECRET must have at least %d bytes; `openssl rand -base64 48` makes a good one."
              .formatted(MIN_BYTES));
    }
    return Sha256.key(bytes);
  }

  /** The key kept in a file that only its owner reads, generated on first use. */
  static SecretKey in(Path file) {
    try {
      if (!Files.exists(file)) {
        generate(file);
      }
      return of(Files.readString(file).strip());
    } catch (IOException e) {
      throw new CommandFailed(
          "The secret in %s cannot be read or written: %s".formatted(file, e), e);
    }
  }

  private static void generate(Path file) throws IOException {
    byte[] random = new byte[48];
    new SecureRandom().nextBytes(random);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "secret",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(
          fresh, Base64.getEncoder().encodeToString(random), StandardOpenOption.TRUNCATE_EXISTING);
      Files.createLink(file, fresh); // atomic, and never over a key that is there already
    } catch (FileAlreadyExistsException e) {
      // another process was faster: its key counts
    } finally {
      Files.delete(fresh);
    }
  }
}
