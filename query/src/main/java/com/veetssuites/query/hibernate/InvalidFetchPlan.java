package com.veetssuites.query.hibernate;

/** A fetch plan names something that the model does not have. */
public final class InvalidFetchPlan extends RuntimeException {
  InvalidFetchPlan(String message) {
    super(message);
  }
}
