package com.veetssuites.benchmarks;

import com.veetssuites.benchmarks.tasks.OtherWorker;
import com.veetssuites.benchmarks.tasks.TaskBenchmark;
import java.util.Arrays;

/** Runs the benchmark that the first argument names. */
public final class Benchmarks {

  private Benchmarks() {}

  public static void main(String... arguments) throws Exception {
    String name = arguments.length == 0 ? "" : arguments[0];
    String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    switch (name) {
      case "courses" -> CourseBenchmark.main(rest);
      case "cache" -> org.openjdk.jmh.Main.main(rest);
      case "cache-memory" -> CacheMemory.main(rest);
      case "queries" -> QueryBenchmark.main(rest);
      case "responses" -> ResponseBenchmark.main(rest);
      case "monitor" -> MonitorBenchmark.main(rest);
      case "tasks" -> TaskBenchmark.main(rest);
      case "tasks-worker" -> OtherWorker.main(rest);
      case "load" -> LoadGenerator.main(rest);
      default -> {
        System.err.println(
            """
            Name a benchmark:
              courses [ROUNDS [SECONDS [URL]]]     course list and detail against hand-written JDBC + Jackson, and the
                                                   list of another server at that URL
              cache [OPTIONS OF JMH]               the cache in memory against Caffeine, QueryScopeBenchmark and others;
                                                   from the extracted jar, for JMH starts processes of its own
              cache-memory                         bytes of an entry beside its value
              queries [ROUNDS [SECONDS]]           a naive list against one with a fetch plan, and pages by number and cursor
              responses [ROUNDS [SECONDS [URL]]]   cached answers against a filter with a constant, and another server
              tasks [ROUNDS]                       tasks enqueued and run a second, beside the same by hand and by db-scheduler,
                                                   and how long a committed task waits
              monitor [ROUNDS [SECONDS]]           the course list, cached and uncached, with and without the monitor
              load URL CONNECTIONS SECONDS [HEADER...]   GET one URL over keep-alive connections
            """);
        System.exit(2);
      }
    }
  }
}
