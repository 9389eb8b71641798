package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.hibernate.InvalidFetchPlan;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a fetch plan in place of a stack trace. */
final class InvalidFetchPlanAnalyzer extends AbstractFailureAnalyzer<InvalidFetchPlan> {

  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidFetchPlan cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()), "Correct the paths of the annotation.", cause);
  }
}
