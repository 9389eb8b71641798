package com.veetssuites.platform.upkeep;

import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Many rows in batches, each a short transaction of its own, so that nobody waits long for a row
 * that one of them holds. Safe for use by any number of threads.
 */
@Component
public class Batches {

  /** Rows a batch. */
  public static final int SIZE = 1_000;

  /** Rows a run; what is left then is found by the next. */
  static final long MOST = 10_000_000;

  private final TransactionOperations transactions;

  Batches(TransactionOperations transactions) {
    this.transactions = transactions;
  }

  /**
   * Runs batches until one finds fewer rows than it was allowed.
   *
   * @param batch takes the most rows that it may change, and returns how many it has
   * @param progress told of the sum after each batch
   * @return the sum
   * @throws InterruptedException between two batches, when the thread is interrupted
   */
  public long run(IntUnaryOperator batch, LongConsumer progress) throws InterruptedException {
    long sum = 0;
    while (sum < MOST) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Stopped after " + sum + " rows");
      }
      int rows = transactions.execute(status -> batch.applyAsInt(SIZE));
      sum += rows;
      progress.accept(sum);
      if (rows < SIZE) {
        break;
      }
    }
    return sum;
  }
}
