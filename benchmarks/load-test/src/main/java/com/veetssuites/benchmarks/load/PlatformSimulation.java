package com.veetssuites.benchmarks.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The current {@link LoadRun} as Gatling understands it: so many visitors and students, who arrive
 * one after the other, and go on until it is over.
 */
public final class PlatformSimulation extends Simulation {

  private static final Duration LONGEST_RAMP = Duration.ofSeconds(10);

  /** What users may still need when the time is over: an answer, and the rest of a pause. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final double TOLERATED_FAILURES_PERCENT = 1;

  public PlatformSimulation() {
    LoadRun run = LoadRun.current();
    LoadPlan plan = run.plan();
    Journeys journeys = new Journeys(run);
    List<PopulationBuilder> populations = new ArrayList<>();
    add(populations, "visitors", plan.visitors(), journeys.visitor());
    add(populations, "students", plan.students(), journeys.student());
    setUp(populations)
        .protocols(
            http.baseUrl(plan.url().toString())
                .acceptHeader("application/json")
                .acceptEncodingHeader("gzip")
                .userAgentHeader("veets load-test")
                // Whole answers: what a browser keeps is not asked for in each round.
                .disableCaching()
                // Otherwise it asks a site of Gatling's first.
                .disableWarmUp())
        .assertions(global().failedRequests().percent().lte(TOLERATED_FAILURES_PERCENT))
        .maxDuration(plan.duration().plus(ramp(plan)).plus(GRACE));
  }

  private static void add(
      List<PopulationBuilder> populations, String name, int users, ChainBuilder journey) {
    if (users > 0) {
      populations.add(
          scenario(name).exec(journey).injectOpen(arrival(users, ramp(LoadRun.current().plan()))));
    }
  }

  /** Gatling brings nobody in less than a second. */
  private static OpenInjectionStep arrival(int users, Duration ramp) {
    return ramp.toSeconds() == 0 ? atOnceUsers(users) : rampUsers(users).during(ramp);
  }

  private static Duration ramp(LoadPlan plan) {
    Duration tenth = plan.duration().dividedBy(10);
    return tenth.compareTo(LONGEST_RAMP) < 0 ? tenth : LONGEST_RAMP;
  }
}
