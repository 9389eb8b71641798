package com.veetssuites.response;

import static com.veetssuites.response.TestServer.fate;
import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.TieredCaches;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The site-wide mode, the purge by the endpoint, and a proxy in front. */
class SiteTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.open(
            Site.class,
            "veets.response.site.enabled=true",
            "veets.response.site.exclude=/left/**,/actuator/**",
            "management.endpoints.web.exposure.include=responsecache",
            "server.forward-headers-strategy=framework");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void every_get_is_kept_by_its_sorted_query() {
    String first = server.get("/page?b=2&a=1").body();

    assertThat(fate(server.get("/page?a=1&b=2"))).isEqualTo("veets; hit");
    assertThat(server.get("/page?a=1&b=2").body()).isEqualTo(first);
    assertThat(fate(server.get("/page?a=1&b=3"))).contains("miss");
    assertThat(fate(server.get("/page"))).contains("miss");
    server.caches().invalidatePattern("veetssuites:*");
    assertThat(fate(server.get("/page?a=1&b=2"))).contains("miss");
  }

  @Test
  void what_is_opted_out_excluded_or_missing_is_not_kept() {
    for (String path : new String[] {"/out", "/left/alone", "/nowhere"}) {
      server.get(path);
      assertThat(fate(server.get(path))).as(path).doesNotContain("hit");
    }
    assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void the_endpoint_tells_the_views_and_drops_answers() {
    server.get("/page?c=1");
    assertThat(server.get("/actuator/responsecache").body())
        .contains("\"site\"")
        .contains("localHits");
    for (String what : new String[] {"?key=veetssuites:*", "?key=veetssuites", ""}) {
      server.get("/page?c=1");
      assertThat(fate(server.get("/page?c=1"))).isEqualTo("veets; hit");
      assertThat(server.send("DELETE", "/actuator/responsecache" + what).statusCode())
          .isEqualTo(200);
      assertThat(fate(server.get("/page?c=1"))).contains("miss");
    }
    assertThat(server.send("DELETE", "/actuator/responsecache?tag=a%0Ab").statusCode())
        .isEqualTo(400);
    assertThat(server.send("DELETE", "/actuator/responsecache?tag=a&key=b").statusCode())
        .isEqualTo(400);
  }

  @Test
  void links_are_those_of_the_host_that_was_asked_even_behind_a_proxy() {
    String own = server.get("/link").body();
    String theirs =
        server
            .get("/link", "X-Forwarded-Host", "shop.example", "X-Forwarded-Proto", "https")
            .body();

    assertThat(own).isEqualTo(server.base() + "/link");
    assertThat(theirs).isEqualTo("https://shop.example/link");
    assertThat(server.get("/link").body()).isEqualTo(own);
  }

  @Test
  void without_session_coherence_a_write_tells_no_position() {
    assertThat(server.send("POST", "/page").headers().firstValue("Veets-Position")).isEmpty();
  }

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Site {
    @Bean(destroyMethod = "close")
    TieredCaches caches() {
      return TieredCaches.builder().build();
    }

    @RestController
    static class Pages {
      private final AtomicInteger runs = new AtomicInteger();

      @GetMapping("/page")
      String page() {
        return "run " + runs.incrementAndGet();
      }

      @NotCached
      @GetMapping("/out")
      String out() {
        return "run " + runs.incrementAndGet();
      }

      @GetMapping("/left/alone")
      String alone() {
        return "run " + runs.incrementAndGet();
      }

      @GetMapping("/link")
      String link() {
        return ServletUriComponentsBuilder.fromCurrentRequest().toUriString();
      }
    }
  }
}
