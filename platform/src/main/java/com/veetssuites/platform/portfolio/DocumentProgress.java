package com.veetssuites.platform.portfolio;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps how far a document has come. What is found out about a document is written only while the
 * portfolio still has that one: its owner may have replaced or deleted it in the meantime.
 */
@Component
class DocumentProgress {

  private final Portfolios portfolios;
  private final TransactionOperations transactions;
  private final Clock clock;

  DocumentProgress(Portfolios portfolios, TransactionOperations transactions, Clock clock) {
    this.portfolios = portfolios;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Marks the document as being read, unless it has been; empty when there is no such portfolio.
   */
  Optional<Portfolio> begin(long id) {
    return transactions.execute(status -> {
      Optional<Portfolio> portfolio = locked(id);
      portfolio
          .filter(found -> found.status() == PortfolioStatus.UPLOADED)
          .ifPresent(found -> {
            found.processing(clock.instant());
            portfolios.saveAndFlush(found);
          });
      return portfolio;
    });
  }

  /**
   * Changes the portfolio if it still has this document and it is being read.
   *
   * @return whether it does
   */
  boolean end(Portfolio document, BiConsumer<Portfolio, Instant> change) {
    return transactions.execute(status -> {
      Optional<Portfolio> portfolio =
          locked(document.id())
              .filter(found -> found.fileKey().equals(document.fileKey()))
              .filter(found -> found.status() == PortfolioStatus.PROCESSING);
      portfolio.ifPresent(found -> {
        change.accept(found, clock.instant());
        portfolios.saveAndFlush(found);
      });
      return portfolio.isPresent();
    });
  }

  /** Uploads take the same lock, so neither meets a version that it does not know. */
  private Optional<Portfolio> locked(long id) {
    return portfolios
        .findUserOf(id)
        .flatMap(user -> portfolios.lockUser(user).flatMap(_ -> portfolios.findByUser(user)))
        .filter(portfolio -> portfolio.id() == id);
  }
}
