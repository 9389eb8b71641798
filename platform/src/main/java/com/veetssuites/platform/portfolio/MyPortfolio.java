package com.veetssuites.platform.portfolio;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A portfolio as its owner sees it.
 *
 * @param statusReason why the document could not be read; null when there is no reason to give
 * @param size bytes of the document
 * @param sha256 of the document, in hex
 * @param parsedContent what was read from the document; null before
 */
record MyPortfolio(
    long id,
    PortfolioStatus status,
    @Nullable String statusReason,
    String contentType,
    long size,
    String sha256,
    @JsonProperty("is_public") boolean isPublic,
    @Nullable JsonNode parsedContent,
    Instant createdAt,
    Instant updatedAt) {

  static MyPortfolio of(Portfolio portfolio) {
    return new MyPortfolio(
        portfolio.id(),
        portfolio.status(),
        portfolio.statusReason(),
        portfolio.contentType(),
        portfolio.size(),
        portfolio.sha256(),
        portfolio.isPublic(),
        portfolio.parsedContent(),
        portfolio.createdAt(),
        portfolio.updatedAt());
  }
}
