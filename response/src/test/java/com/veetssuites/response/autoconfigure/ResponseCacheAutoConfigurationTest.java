package com.veetssuites.response.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.response.ResponseCache;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** The response cache is there by default, backs off, and can be left out. */
class ResponseCacheAutoConfigurationTest {

  private static final AutoConfigurations OURS =
      AutoConfigurations.of(
          ResponseCacheAutoConfiguration.class, ResponseCacheEndpointAutoConfiguration.class);

  private final WebApplicationContextRunner runner =
      new WebApplicationContextRunner()
          .withConfiguration(OURS)
          .withBean(TieredCaches.class, () -> TieredCaches.builder().build());

  @Test
  void it_is_there_without_its_endpoint() {
    runner.run(context ->
        assertThat(context)
            .hasSingleBean(ResponseCache.class)
            .hasBean("responseCacheFilter")
            .doesNotHaveBean(ResponseCacheEndpoint.class));
  }

  @Test
  void the_endpoint_is_there_when_it_is_exposed() {
    runner
        .withPropertyValues("management.endpoints.web.exposure.include=responsecache")
        .run(context -> assertThat(context).hasSingleBean(ResponseCacheEndpoint.class));
  }

  @Test
  void it_backs_off() {
    runner
        .withBean("responseCacheFilter", String.class, () -> "mine")
        .run(context -> assertThat(context.getBean("responseCacheFilter")).isEqualTo("mine"));
  }

  @Test
  void it_can_be_disabled() {
    runner
        .withPropertyValues("veets.response.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(ResponseCache.class));
  }

  @Test
  void it_needs_a_cache_and_a_web_application() {
    new WebApplicationContextRunner()
        .withConfiguration(OURS)
        .run(context -> assertThat(context).doesNotHaveBean(ResponseCache.class));
    new ApplicationContextRunner()
        .withConfiguration(OURS)
        .withBean(TieredCaches.class, () -> TieredCaches.builder().build())
        .run(context -> assertThat(context).doesNotHaveBean(ResponseCache.class));
  }

  @Test
  void settings_that_cannot_work_fail_the_start_with_a_sentence() {
    for (String[] bad :
        new String[][] {
          {"timeout=0s", "veets.response.timeout is above zero"},
          {"max-body=0B", "max-body is between"},
          {"max-size=1KB", "holds at least one body"},
          {"site.key-prefix=a b", "made of words"}
        }) {
      runner
          .withPropertyValues("veets.response." + bad[0])
          .run(context -> {
            assertThat(context).hasFailed();
            Throwable cause = context.getStartupFailure();
            StringBuilder messages = new StringBuilder();
            for (; cause != null; cause = cause.getCause()) {
              messages.append(cause.getMessage()).append('\n');
            }
            assertThat(messages.toString()).contains(bad[1]);
          });
    }
  }
}
