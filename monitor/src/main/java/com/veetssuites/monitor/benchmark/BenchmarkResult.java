package com.veetssuites.monitor.benchmark;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a run has measured.
 *
 * @param schema version of this document; fields may be added within one
 * @param node where it ran
 * @param rounds that were asked for; a step of which the time was up has done fewer
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BenchmarkResult(
    int schema,
    Instant at,
    String node,
    int rounds,
    Machine machine,
    List<Measurement> measurements,
    List<Skipped> skipped) {

  public static final int SCHEMA = 1;

  /** A step that could not be done, with a sentence that says why. */
  public record Skipped(String name, String reason) {}

  /**
   * What it ran on.
   *
   * @param java version of the JVM
   * @param heapMost bytes
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Machine(
      String java, String vm, String system, String architecture, int processors, long heapMost) {

    static Machine here() {
      return new Machine(
          Runtime.version().toString(),
          System.getProperty("java.vm.name", ""),
          System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""),
          System.getProperty("os.arch", ""),
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().maxMemory());
    }
  }
}
