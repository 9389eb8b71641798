package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.account.User;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A portfolio as everybody may see it.
 *
 * @param parsedContent what was read from the document, without contact data; null before
 */
record PublicPortfolio(
    Owner user,
    String contentType,
    long size,
    @Nullable JsonNode parsedContent,
    Instant updatedAt) {

  /** Whose it is. */
  record Owner(long id, String firstName, String lastName) {}

  static PublicPortfolio of(Portfolio portfolio) {
    User user = portfolio.user();
    return new PublicPortfolio(
        new Owner(user.id(), user.firstName(), user.lastName()),
        portfolio.contentType(),
        portfolio.size(),
        portfolio.parsedContent() == null
            ? null
            : ContactData.removedFrom(portfolio.parsedContent()),
        portfolio.updatedAt());
  }
}
