package com.veetssuites.platform.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

import com.veetssuites.platform.account.EmailPreferences;
import com.veetssuites.platform.account.EmailPreferences.Addressee;
import com.veetssuites.platform.digest.Sha256;
import com.veetssuites.platform.notification.UnsubscribeLinks.Reader;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who gets mail: users as they have chosen, others unless their address is on the list of those who
 * want none. Of an address on that list only the checksum is kept.
 */
@Component
class Readers {

  private final EmailPreferences preferences;
  private final UnsubscribeLinks links;
  private final JdbcClient jdbc;
  private final Clock clock;

  Readers(EmailPreferences preferences, UnsubscribeLinks links, JdbcClient jdbc, Clock clock) {
    this.preferences = preferences;
    this.links = links;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Somebody who is written to.
   *
   * @param userId null when they have no account
   * @param refusal why they get no mail; null when they do
   * @param unsubscribeUrl the link that ends it
   */
  record Recipient(@Nullable Long userId, @Nullable String refusal, String unsubscribeUrl) {}

  Recipient ofAddress(MailAddress address) {
    Optional<Addressee> addressee = preferences.ofAddress(address.normalised());
    if (addressee.isPresent()) {
      Addressee user = addressee.get();
      return new Recipient(user.userId(), refusal(user), links.url(new Reader.User(user.userId())));
    }
    byte[] hash = Sha256.of(address.normalised().getBytes(UTF_8));
    return new Recipient(
        null,
        isSuppressed(hash) ? "The address is on the list of those who want no mail." : null,
        links.url(new Reader.Stranger(hash)));
  }

  private static @Nullable String refusal(Addressee user) {
    if (!user.active()) {
      return "The user is inactive.";
    }
    return user.wanted() ? null : "The user has unsubscribed.";
  }

  private boolean isSuppressed(byte[] hash) {
    return jdbc.sql("SELECT 1 FROM suppressed_addresses WHERE address_hash = :hash")
        .param("hash", hash)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** They want no mail any more. Doing it twice changes nothing. */
  void unsubscribe(Reader reader) {
    switch (reader) {
      case Reader.User(long id) -> preferences.unsubscribe(id);
      case Reader.Stranger(byte[] hash) ->
          jdbc.sql(
                  """
                  INSERT INTO suppressed_addresses (address_hash, suppressed_at)
                  VALUES (:hash, :now)
                  ON CONFLICT DO NOTHING
                  """)
              .param("hash", hash)
              .param("now", clock.instant().atOffset(UTC))
              .update();
    }
  }
}
