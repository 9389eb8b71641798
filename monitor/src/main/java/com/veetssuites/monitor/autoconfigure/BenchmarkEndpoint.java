package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.benchmark.Benchmark;
import com.veetssuites.monitor.benchmark.BenchmarkResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;

/** Times round trips of this process, and answers when that is done: {@code benchmark}. */
@WebEndpoint(id = "benchmark")
public final class BenchmarkEndpoint {

  private static final int ROUNDS = 100;
  private static final MimeType PROBLEM = MimeType.valueOf("application/problem+json");

  private final Benchmark benchmark;

  BenchmarkEndpoint(Benchmark benchmark) {
    this.benchmark = benchmark;
  }

  /** Why something was refused, as RFC 9457 has it. */
  public record Refusal(String title, int status, String detail) {}

  /**
   * Runs it, which takes up to a minute.
   *
   * @param rounds of each step; 100 unless told
   */
  @WriteOperation
  public WebEndpointResponse<Object> run(@Nullable Integer rounds) {
    try {
      BenchmarkResult result = benchmark.run(Objects.requireNonNullElse(rounds, ROUNDS));
      return result == null
          ? refused(409, "Busy", "A benchmark runs already; it takes a minute at most.")
          : new WebEndpointResponse<>(result);
    } catch (IllegalArgumentException e) {
      return refused(400, "Bad request", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused(503, "Stopping", "The server stops.");
    }
  }

  private static WebEndpointResponse<Object> refused(int status, String title, String sentence) {
    return new WebEndpointResponse<>(new Refusal(title, status, sentence), status, PROBLEM);
  }
}
