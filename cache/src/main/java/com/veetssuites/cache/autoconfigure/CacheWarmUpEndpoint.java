package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.WarmRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;

/**
 * Warms the cache of this process, one run at a time, and shows how far it is: {@code cachewarmup}.
 */
@WebEndpoint(id = "cachewarmup")
public final class CacheWarmUpEndpoint implements DisposableBean {

  private static final MimeType PROBLEM = MimeType.valueOf("application/problem+json");

  private final CacheWarmers warmers;
  private @Nullable WarmUpRun run;
  private long runs;

  CacheWarmUpEndpoint(CacheWarmers warmers) {
    this.warmers = warmers;
  }

  /**
   * What there is to warm, and the run that is under way or was the last.
   *
   * @param last null until there was one
   */
  public record Overview(List<Warmer> warmers, WarmUpRun.@Nullable Status last) {}

  /**
   * One warmer.
   *
   * @param limits by their names, with a line each
   */
  public record Warmer(String name, String description, Map<String, String> limits) {}

  /** Why something was refused, as RFC 9457 has it. */
  public record Refusal(String title, int status, String detail) {}

  @ReadOperation
  public synchronized Overview overview() {
    return new Overview(
        warmers.all().stream()
            .map(each -> new Warmer(each.name(), each.description(), each.limits()))
            .toList(),
        run == null ? null : run.status());
  }

  /**
   * Begins a run, on a thread of its own.
   *
   * @param parts names of warmers, separated by commas; all of them when there is none
   * @param limits {@code pages=10;users=1,2,3}
   */
  @WriteOperation
  public synchronized WebEndpointResponse<Object> begin(
      @Nullable String parts, @Nullable String limits) {
    if (run != null && run.running()) {
      return refused(
          409,
          "A warm-up runs already: "
              + run.status().done()
              + " of "
              + run.status().total()
              + " done. GET shows how far it is, DELETE ends it.");
    }
    WarmUpRun next;
    try {
      next = new WarmUpRun(++runs, warmers, names(parts), new WarmRequest(limits(limits)));
    } catch (IllegalArgumentException e) {
      return refused(400, String.valueOf(e.getMessage()));
    }
    run = next;
    next.start();
    return new WebEndpointResponse<>(next.status(), 202);
  }

  /**
   * Ends the run that is under way; what was warmed stays.
   *
   * @param only ends it if its number is this
   */
  @DeleteOperation
  public Overview end(@Nullable Long only) {
    WarmUpRun ending;
    synchronized (this) {
      ending = run;
    }
    if (ending != null && (only == null || only == ending.number())) {
      ending.end();
    }
    return overview();
  }

  @Override
  public void destroy() {
    end(null);
  }

  private List<String> names(@Nullable String parts) {
    List<String> named = split(parts, ",");
    return named.isEmpty() ? warmers.all().stream().map(CacheWarmer::name).toList() : named;
  }

  private static Map<String, String> limits(@Nullable String text) {
    Map<String, String> limits = new LinkedHashMap<>();
    for (String limit : split(text, ";")) {
      int equals = limit.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "Limits look like pages=10;users=1,2,3 and not like '%s'.".formatted(limit));
      }
      limits.put(limit.substring(0, equals).strip(), limit.substring(equals + 1).strip());
    }
    return limits;
  }

  private static List<String> split(@Nullable String text, String separator) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(separator))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .distinct()
            .toList();
  }

  private static WebEndpointResponse<Object> refused(int status, String sentence) {
    return new WebEndpointResponse<>(
        new Refusal(status == 409 ? "Busy" : "Bad request", status, sentence), status, PROBLEM);
  }
}
