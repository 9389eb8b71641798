package com.veetssuites.cache.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.CacheWarmers;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.WarmProgress;
import com.veetssuites.cache.WarmRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** A warm-up that is begun, watched and ended from outside. */
@Timeout(30)
class CacheWarmUpEndpointTest {

  private final TieredCaches caches = TieredCaches.builder().build();
  private final Semaphore steps = new Semaphore(0);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicInteger attempts = new AtomicInteger();
  private final CacheWarmUpEndpoint endpoint =
      new CacheWarmUpEndpoint(new CacheWarmers(caches, List.of(new Stepped(), new Failing()), 2));

  @AfterEach
  void close() {
    endpoint.destroy();
    caches.close();
  }

  /** Goes a step when it is let, and overlooks interrupts as much as code can. */
  private final class Stepped implements CacheWarmer {
    @Override
    public String name() {
      return "stepped";
    }

    @Override
    public String description() {
      return "step by step";
    }

    @Override
    public Map<String, String> limits() {
      return Map.of("pages", "how many");
    }

    @Override
    public void check(WarmRequest request) {
      var _ = request.number("pages", 1);
    }

    @Override
    public void warm(WarmRequest request, WarmProgress progress) {
      int pages = request.number("pages", 3);
      progress.total(pages);
      for (int page = 1; page <= pages; page++) {
        progress.attempt(
            "page " + page,
            () -> {
              begun.countDown();
              attempts.incrementAndGet();
              try {
                steps.acquire();
              } catch (InterruptedException e) {
                throw new IllegalStateException("broken", e);
              }
            });
      }
    }
  }

  private static final class Failing implements CacheWarmer {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public String description() {
      return "never";
    }

    @Override
    public void warm(WarmRequest request, WarmProgress progress) {
      for (int i = 0; i < 1_100; i++) {
        progress.failed("thing " + i, "x".repeat(1_000));
      }
    }
  }

  private WebEndpointResponse<Object> begin(@Nullable String parts, @Nullable String limits) {
    return endpoint.begin(parts, limits);
  }

  private WarmUpRun.Status status() {
    return Objects.requireNonNull(endpoint.overview().last());
  }

  private WarmUpRun.Status ended() {
    while (status().state().equals("running")) {
      Thread.onSpinWait();
    }
    return status();
  }

  private static String refusal(WebEndpointResponse<Object> answer) {
    assertThat(String.valueOf(answer.getContentType())).isEqualTo("application/problem+json");
    CacheWarmUpEndpoint.Refusal refusal =
        (CacheWarmUpEndpoint.Refusal) Objects.requireNonNull(answer.getBody());
    assertThat(refusal.status()).isEqualTo(answer.getStatus());
    return refusal.detail();
  }

  @Test
  void a_run_is_begun_watched_and_reported() throws Exception {
    assertThat(endpoint.overview().last()).isNull();
    assertThat(endpoint.overview().warmers())
        .extracting(CacheWarmUpEndpoint.Warmer::name)
        .containsExactly("failing", "stepped");

    assertThat(begin("stepped", "pages=2").getStatus()).isEqualTo(202);
    begun.await();
    steps.release();
    while (status().done() < 1) {
      Thread.onSpinWait();
    }
    assertThat(status())
        .extracting(WarmUpRun.Status::run, WarmUpRun.Status::state, WarmUpRun.Status::total)
        .containsExactly(1L, "running", 2L);
    steps.release();
    assertThat(ended())
        .extracting(WarmUpRun.Status::state, WarmUpRun.Status::done, WarmUpRun.Status::failed)
        .containsExactly("done", 2L, 0L);
  }

  @Test
  void one_run_at_a_time() throws Exception {
    begin(" stepped, stepped ,", " pages = 1 ; ");
    begun.await();
    WebEndpointResponse<Object> second = begin(null, null);
    assertThat(second.getStatus()).isEqualTo(409);
    assertThat(refusal(second)).startsWith("A warm-up runs already: 0 of 1 done.");
    steps.release();
    ended();
    steps.release(3);
    assertThat(begin(null, null).getStatus()).isEqualTo(202);
    assertThat(ended().run()).isEqualTo(2);
  }

  @Test
  void an_interrupt_ends_a_warmer_that_overlooks_it() throws Exception {
    begin("stepped", "pages=1000");
    begun.await();
    assertThat(Objects.requireNonNull(endpoint.end(7L).last()).state()).isEqualTo("running");
    WarmUpRun.Status end = Objects.requireNonNull(endpoint.end(1L).last());
    assertThat(end.state()).isEqualTo("interrupted");
    assertThat(end.done()).isZero();
    assertThat(end.parts().getFirst().reasons()).containsExactly("stepped: it was interrupted");
    assertThat(attempts).hasValue(1);
    assertThat(Objects.requireNonNull(endpoint.end(null).last()).state()).isEqualTo("interrupted");
  }

  @Test
  void what_failed_is_told_within_bounds() {
    begin("failing", null);
    WarmUpRun.Status end = ended();
    assertThat(end.state()).isEqualTo("done");
    assertThat(end.failed()).isEqualTo(1_100);
    assertThat(end.parts().getFirst().reasons())
        .hasSize(1_000)
        .allSatisfy(reason -> assertThat(reason).hasSizeLessThanOrEqualTo(500));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steped | | There is no cache warmer 'steped'; there are: failing, stepped.",
        "failing | pages=1 | There is no limit 'pages' for failing; there are none.",
        "stepped | pages=-1 | The limit pages is a whole number above zero, not '-1'.",
        "stepped | pages=x | The limit pages is a whole number above zero, not 'x'.",
        "stepped | pages | Limits look like pages=10;users=1,2,3 and not like 'pages'.",
        "stepped | =1 | Limits look like pages=10;users=1,2,3 and not like '=1'.",
      })
  void what_cannot_be_warmed_is_refused_before_anything_runs(
      String parts, @Nullable String limits, String sentence) {
    WebEndpointResponse<Object> answer = begin(parts, limits);
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(refusal(answer)).isEqualTo(sentence);
    assertThat(endpoint.overview().last()).isNull();
  }
}
