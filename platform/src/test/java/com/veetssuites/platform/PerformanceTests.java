package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.PlatformServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sanity test of the Django platform, as it was: the catalogue answers within a second. */
@Timeout(120)
class PerformanceTests {

  @Test
  void test_api_response_time() {
    PlatformServer client = PlatformServer.shared();

    long start = System.nanoTime();
    Answer response = client.anonymous().get("/api/courses/");
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(took).isLessThan(Duration.ofSeconds(1));
    assertThat(response.status()).isEqualTo(200);
  }
}
