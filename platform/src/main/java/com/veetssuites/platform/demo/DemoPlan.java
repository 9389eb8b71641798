package com.veetssuites.platform.demo;

import org.jspecify.annotations.Nullable;

/**
 * What demo data to load, and under which conditions.
 *
 * @param size how much there is to be in the end; what is there already counts
 * @param seed another seed makes other rows
 * @param force load among users that are not demo data
 * @param password the password of all demo users; null for the published one, which is never given
 *     to users that are loaded among others: nobody knows theirs
 */
public record DemoPlan(DemoSize size, long seed, boolean force, @Nullable String password) {

  /** The seed unless another one is asked for. */
  public static final long DEFAULT_SEED = 1;

  /** So much with the default seed, into a database that holds no users but demo data's. */
  public static DemoPlan of(DemoSize size) {
    return new DemoPlan(size, DEFAULT_SEED, false, null);
  }
}
