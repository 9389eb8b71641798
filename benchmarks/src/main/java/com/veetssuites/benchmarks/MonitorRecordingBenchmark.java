package com.veetssuites.benchmarks;

import com.veetssuites.monitor.micrometer.MonitorRegistry;
import com.veetssuites.monitor.query.ScopedStatements;
import com.veetssuites.query.QueryScope;
import com.veetssuites.query.QueryScopes;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the monitor does in the thread of a request: it records its duration, beside what another
 * registry records, and counts its statements when its scope closes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class MonitorRecordingBenchmark {

  private static final String[] TAGS = {"method", "GET", "uri", "/api/courses/", "status", "200"};

  private final Timer recorded =
      new MonitorRegistry("http.server.requests", Clock.SYSTEM).timer("http.server.requests", TAGS);
  private final Timer simple = new SimpleMeterRegistry().timer("http.server.requests", TAGS);
  private final QueryScopes counted = new QueryScopes(10, List.of(new ScopedStatements()));
  private final QueryScopes uncounted = new QueryScopes(10, List.of());
  private long nanos;

  @Benchmark
  public void recordedTimer() {
    recorded.record(1_000_000 + (nanos++ & 0xffff), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void simpleTimer() {
    simple.record(1_000_000 + (nanos++ & 0xffff), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public int countedScope() {
    return counted.call(QueryScope.Kind.REQUEST, "GET /api/courses/", 10, QueryScope::count);
  }

  @Benchmark
  public int uncountedScope() {
    return uncounted.call(QueryScope.Kind.REQUEST, "GET /api/courses/", 10, QueryScope::count);
  }
}
