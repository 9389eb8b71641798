package com.veetssuites.benchmarks;

import java.util.Arrays;

/** Runs the benchmark that the first argument names. */
public final class Benchmarks {

  private Benchmarks() {}

  public static void main(String... arguments) throws Exception {
    String name = arguments.length == 0 ? "" : arguments[0];
    String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    switch (name) {
      case "courses" -> CourseBenchmark.main(rest);
      case "load" -> LoadGenerator.main(rest);
      default -> {
        System.err.println(
            """
            Name a benchmark:
              courses [ROUNDS [SECONDS [URL]]]     course list and detail against hand-written JDBC + Jackson, and the
                                                   list of another server at that URL
              load URL CONNECTIONS SECONDS         GET one URL over keep-alive connections
            """);
        System.exit(2);
      }
    }
  }
}
