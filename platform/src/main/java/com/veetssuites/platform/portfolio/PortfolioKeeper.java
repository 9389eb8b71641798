package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.account.User;
import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.storage.FileStore;
import com.veetssuites.platform.web.Version;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.Tasks;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps the portfolios and their files together: a row always has its file, and a file that no row
 * has any more is deleted. Changes to the portfolio of one user happen one after the other.
 */
@Service
class PortfolioKeeper {

  static final String AREA = "portfolios";

  private final Portfolios portfolios;
  private final FileStore files;
  private final TransactionOperations transactions;
  private final Tasks tasks;
  private final Clock clock;

  PortfolioKeeper(
      Portfolios portfolios,
      FileStore files,
      TransactionOperations transactions,
      Tasks tasks,
      Clock clock) {
    this.portfolios = portfolios;
    this.files = files;
    this.transactions = transactions;
    this.tasks = tasks;
    this.clock = clock;
  }

  /**
   * A portfolio, and whether there was none before.
   *
   * @param task reads the document
   */
  record Kept(Portfolio portfolio, boolean created, TaskId task) {}

  /** Makes the document the viewer's portfolio. */
  Kept keep(PortfolioUpload upload, Viewer viewer) {
    Document document = upload.document();
    String key = files.store(AREA, document.content(), document.contentType());
    var leftToTransaction = new AtomicBoolean();
    try {
      return transactions.execute(status -> {
        files.deleteOnRollback(key);
        leftToTransaction.set(true);
        User user = portfolios.lockUser(viewer.id()).orElseThrow();
        Optional<Portfolio> current = portfolios.findByUser(viewer.id());
        if (current.isPresent()) {
          files.deleteAfterCommit(current.get().fileKey());
          current.get().replace(document, key, clock.instant());
          if (upload.isPublic() != null) {
            current.get().show(upload.isPublic(), clock.instant());
          }
          return kept(portfolios.saveAndFlush(current.get()), false, viewer);
        }
        boolean isPublic = Boolean.TRUE.equals(upload.isPublic());
        var portfolio = new Portfolio(user, document, key, isPublic, clock.instant());
        return kept(portfolios.saveAndFlush(portfolio), true, viewer);
      });
    } finally {
      if (!leftToTransaction.get()) {
        files.delete(key); // there was no transaction, as when the database does not answer
      }
    }
  }

  private Kept kept(Portfolio portfolio, boolean created, Viewer viewer) {
    TaskId task =
        tasks.enqueue(
            new ProcessCvUpload(portfolio.id()),
            options -> options.uniqueKey("cv:" + portfolio.fileKey()).owner(viewer.taskOwner()));
    return new Kept(portfolio, created, task);
  }

  /** Changes the version of the portfolio that the client has read. */
  Portfolio show(Predicate<Portfolio> toEverybody, Viewer viewer, @Nullable String ifMatch) {
    return transactions.execute(status -> {
      Portfolio portfolio = locked(viewer, ifMatch);
      portfolio.show(toEverybody.test(portfolio), clock.instant());
      return portfolios.saveAndFlush(portfolio);
    });
  }

  /** Deletes the portfolio with its file. */
  void delete(Viewer viewer, @Nullable String ifMatch) {
    transactions.executeWithoutResult(status -> {
      Portfolio portfolio = locked(viewer, ifMatch);
      portfolios.delete(portfolio);
      files.deleteAfterCommit(portfolio.fileKey());
    });
  }

  private Portfolio locked(Viewer viewer, @Nullable String ifMatch) {
    var _ = portfolios.lockUser(viewer.id()).orElseThrow();
    Portfolio portfolio = portfolios.findByUser(viewer.id()).orElseThrow(PortfolioNotFound::mine);
    Version.check(ifMatch, portfolio.version());
    return portfolio;
  }
}
