package com.veetssuites.cache;

/** The log in memory keeps the contract. */
class LocalInvalidationLogTest extends InvalidationLogContract {
  @Override
  protected InvalidationLog open() {
    return new LocalInvalidationLog();
  }
}
