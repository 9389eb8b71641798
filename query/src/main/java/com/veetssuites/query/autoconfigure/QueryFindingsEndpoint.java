package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.Finding;
import com.veetssuites.query.Findings;
import com.veetssuites.query.SuggestedPlan;
import com.veetssuites.query.SuggestedPlans;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * What this node runs statement by statement that one statement could do, and the fetch plans that
 * are suggested: {@code queryfindings}.
 */
@Endpoint(id = "queryfindings")
public final class QueryFindingsEndpoint {

  private final Findings findings;
  private final @Nullable SuggestedPlans plans;

  QueryFindingsEndpoint(Findings findings, @Nullable SuggestedPlans plans) {
    this.findings = findings;
    this.plans = plans;
  }

  /**
   * All of it.
   *
   * @param left how many findings had no place any more
   * @param suggestedPlans empty unless {@code veets.query.prefetch.suggest} is on
   */
  public record Overview(List<Shown> findings, long left, List<String> suggestedPlans) {}

  /**
   * One finding, with the worst that was seen of it.
   *
   * @param text the whole of it in one line
   */
  public record Shown(
      String kind,
      String scope,
      String subject,
      @Nullable String callSite,
      int statements,
      String fix,
      int before,
      int after,
      long times,
      Instant first,
      Instant last,
      String text) {

    private static Shown of(Findings.Seen seen) {
      Finding worst = seen.worst();
      return new Shown(
          worst.kind().label(),
          worst.scope(),
          worst.subject(),
          worst.callSite() == null ? null : worst.callSite().toString(),
          worst.statements(),
          worst.fix(),
          worst.before(),
          worst.after(),
          seen.times(),
          seen.first(),
          seen.last(),
          worst.toString());
    }
  }

  @ReadOperation
  public Overview overview() {
    return new Overview(
        findings.all().stream().map(Shown::of).toList(),
        findings.left(),
        plans == null
            ? List.of()
            : plans.snapshot().stream().map(SuggestedPlan::toString).toList());
  }

  /** Begins anew. */
  @DeleteOperation
  public void clear() {
    findings.clear();
  }
}
