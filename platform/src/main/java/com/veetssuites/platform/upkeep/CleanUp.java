package com.veetssuites.platform.upkeep;

/**
 * Removes what a domain does not need any more. Every bean of this type runs once a day, one after
 * the other, on one node of the cluster; one that fails does not stop the others.
 *
 * <p>It may run again at any time, also while the one before has not ended: what it removes it
 * removes in {@linkplain CleanUpContext#batches batches} that wait for nobody.
 */
public interface CleanUp {

  /** What is removed, for people: {@code webhook events}. */
  String name();

  /**
   * Removes it.
   *
   * @return how many things were removed
   * @throws InterruptedException when it is to stop; the rest is for the next run
   */
  long run(CleanUpContext context) throws Exception;
}
