package com.veetssuites.platform.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.platform.digest.Sha256;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.springframework.stereotype.Component;

/**
 * Links that end the mail to one reader, and do nothing else: whose mail it is, signed with
 * HMAC-SHA256 (RFC 2104). They do not expire, as the mails that hold them do not. The signing key
 * is derived from the one of the access tokens, so that neither signature can be taken for the
 * other.
 */
@Component
class UnsubscribeLinks {

  static final String PATH = "/api/notifications/unsubscribe";

  private static final byte[] PURPOSE = "veetssuites unsubscribe links, version 1".getBytes(UTF_8);
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<reader>u(?<user>[1-9]\\d{0,17})|a(?<address>[A-Za-z0-9_-]{43}))\\.(?<signature>[A-Za-z0-9_-]{43})");

  private final SecretKey key;
  private final String prefix;

  UnsubscribeLinks(SecretKey signingKey, MailProperties properties) {
    this.key = Sha256.key(Sha256.sign(signingKey, PURPOSE));
    this.prefix = properties.publicUrl().toString().replaceFirst("/+$", "") + PATH + "/?token=";
  }

  /** Whose mail a link ends. */
  sealed interface Reader {
    record User(long id) implements Reader {}

    /** Nobody who has an account. */
    record Stranger(byte[] addressHash) implements Reader {}
  }

  String url(Reader reader) {
    String name =
        switch (reader) {
          case Reader.User(long id) -> "u" + id;
          case Reader.Stranger(byte[] hash) -> "a" + encode(hash);
        };
    return prefix + name + "." + sign(name);
  }

  /** Whom a token was made for; empty when it was not made here. */
  Optional<Reader> reader(String token) {
    Matcher matcher = TOKEN.matcher(token);
    if (!matcher.matches()
        || !MessageDigest.isEqual(
            sign(matcher.group("reader")).getBytes(UTF_8),
            matcher.group("signature").getBytes(UTF_8))) {
      return Optional.empty();
    }
    return Optional.of(
        matcher.group("user") != null
            ? new Reader.User(Long.parseLong(matcher.group("user")))
            : new Reader.Stranger(Base64.getUrlDecoder().decode(matcher.group("address"))));
  }

  private String sign(String name) {
    return encode(Sha256.sign(key, name.getBytes(UTF_8)));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
