package com.veetssuites.cache;

import org.jspecify.annotations.Nullable;

/**
 * What the cache must know about the transaction of the calling thread. The bridges to databases
 * implement it; without one, nothing is ever in a transaction.
 */
public interface Transactions {

  /** No transactions. */
  Transactions NONE =
      new Transactions() {
        @Override
        public boolean dirty() {
          return false;
        }

        @Override
        public @Nullable Position begin() {
          return null;
        }

        @Override
        public boolean defer(long[] markers) {
          return false;
        }
      };

  /**
   * Whether the caller's transaction has written, or is going to: then it sees what others must
   * not, and neither reads the shared cache nor fills it.
   */
  boolean dirty();

  /** What the node had applied when the caller's transaction began; null outside of one. */
  @Nullable Position begin();

  /**
   * A value begins to be loaded by the calling thread, which may hold some of what it is made of.
   */
  default void loading(Load load) {}

  /**
   * Keeps an invalidation for the commit of the caller's transaction, and makes the transaction
   * dirty. A rollback forgets it.
   *
   * @return false outside of a transaction: then nothing was kept
   */
  boolean defer(long[] markers);
}
