package com.veetssuites.platform.account;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Whose an e-mail address is, and whether they want mail. Read where it is written. */
@Repository
public class EmailPreferences {

  private final JdbcClient jdbc;

  EmailPreferences(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The user of an e-mail address.
   *
   * @param active whether they may log in
   * @param wanted whether they want mail
   */
  public record Addressee(long userId, boolean active, boolean wanted) {}

  /** Whose this address in lower case is; empty when it is no user's. */
  @Transactional
  public Optional<Addressee> ofAddress(String email) {
    return jdbc.sql(
            """
            SELECT id, is_active, email_notifications
              FROM users
             WHERE lower(email) = :email
            """)
        .param("email", email)
        .query((row, number) -> new Addressee(row.getLong(1), row.getBoolean(2), row.getBoolean(3)))
        .optional();
  }

  /** The user wants no mail any more. Says so to whoever edits the profile at the same time. */
  @Transactional
  public void unsubscribe(long userId) {
    jdbc.sql(
            """
            UPDATE users
               SET email_notifications = false,
                   version = version + 1
             WHERE id = :id
               AND email_notifications
            """)
        .param("id", userId)
        .update();
  }
}
