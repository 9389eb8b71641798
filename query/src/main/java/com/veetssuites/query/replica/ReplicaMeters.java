package com.veetssuites.query.replica;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The meters of the replicas: {@code query.replica.up}, {@code .lag} and {@code .routed}. */
public final class ReplicaMeters implements MeterBinder {

  private final Replicas replicas;

  public ReplicaMeters(Replicas replicas) {
    this.replicas = replicas;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    List<ReplicaStatus> all = replicas.status();
    for (int i = 0; i < all.size(); i++) {
      int number = i;
      String name = all.get(i).name();
      Gauge.builder("query.replica.up", replicas, each -> up(each.status().get(number)))
          .description("1 while reads go to the replica, else 0")
          .tag("replica", name)
          .register(registry);
      Gauge.builder("query.replica.lag", replicas, each -> lag(each.status().get(number)))
          .description("How far the replica is behind the primary")
          .baseUnit("seconds")
          .tag("replica", name)
          .register(registry);
    }
    routed("replica", Replicas::readsOnReplicas).register(registry);
    routed("primary", Replicas::readsOnPrimary).register(registry);
  }

  private FunctionCounter.Builder<Replicas> routed(
      String target, ToDoubleFunction<Replicas> count) {
    return FunctionCounter.builder("query.replica.routed", replicas, count)
        .description("Reads that might go to a replica, by where they went")
        .tag("target", target);
  }

  private static double up(ReplicaStatus status) {
    return status.state() == ReplicaStatus.State.UP ? 1 : 0;
  }

  private static double lag(ReplicaStatus status) {
    Duration lag = status.lag();
    return lag == null ? Double.NaN : lag.toNanos() / 1e9;
  }
}
