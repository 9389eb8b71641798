package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.web.Problem;
import org.springframework.http.HttpStatus;

/** There is no portfolio, or not for this viewer. */
final class PortfolioNotFound extends Problem {

  private PortfolioNotFound(String detail) {
    super(HttpStatus.NOT_FOUND, detail);
  }

  static PortfolioNotFound mine() {
    return new PortfolioNotFound("You have no portfolio yet. Upload one with POST.");
  }

  /** Says the same whether there is none or it is not public. */
  static PortfolioNotFound of(long user) {
    return new PortfolioNotFound("User %d has no public portfolio.".formatted(user));
  }
}
