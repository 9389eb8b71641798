package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.cv.CvContent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came of reading a document: the result of the task.
 *
 * @param reason why it could not be read; null when it could
 * @param experience number of entries, as of the others
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record CvSummary(
    long portfolioId,
    PortfolioStatus status,
    @Nullable String reason,
    int experience,
    int education,
    int skills) {

  static CvSummary of(long portfolio, CvContent content) {
    return of(portfolio, JsonMapper.shared().valueToTree(content));
  }

  static CvSummary failed(long portfolio, String reason) {
    return new CvSummary(portfolio, PortfolioStatus.FAILED, reason, 0, 0, 0);
  }

  /** Of a document that was read before. */
  static CvSummary of(Portfolio portfolio) {
    JsonNode content = portfolio.parsedContent();
    return content == null
        ? failed(portfolio.id(), String.valueOf(portfolio.statusReason()))
        : of(portfolio.id(), content);
  }

  private static CvSummary of(long portfolio, JsonNode content) {
    return new CvSummary(
        portfolio,
        PortfolioStatus.PROCESSED,
        null,
        content.path("experience").size(),
        content.path("education").size(),
        content.path("skills").size());
  }
}
