package com.veetssuites.query.postgres;

import com.veetssuites.query.postgres.IndexResult.Outcome;
import java.util.List;

/**
 * What a run of {@link IndexBuilder} did.
 *
 * @param results in the order of the declarations
 * @param refusal why nothing was tried at all, in a sentence; empty otherwise
 */
public record BuildReport(List<IndexResult> results, String refusal) {

  /** Whether all that is declared is there, or would be. */
  public boolean complete() {
    return refusal.isEmpty()
        && results.stream()
            .noneMatch(
                each -> each.outcome() == Outcome.FAILED || each.outcome() == Outcome.NOT_TRIED);
  }
}
