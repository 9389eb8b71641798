package com.veetssuites.response;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.query.OptimizedResource;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The answers of an optimized resource are kept, lists and details for their own time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptimizedResourceTest {

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Application {
    @Bean(destroyMethod = "close")
    TieredCaches caches() {
      return TieredCaches.builder().build();
    }

    @Bean
    Books books() {
      return new Books();
    }

    @Bean
    Plays plays() {
      return new Plays();
    }
  }

  @RestController
  @RequestMapping("/books")
  @OptimizedResource(listCacheTimeout = "5m", detailCacheTimeout = "10m")
  static class Books {
    @GetMapping
    String list() {
      return "all";
    }

    @GetMapping("/{id}")
    String detail(@PathVariable long id) {
      return "book " + id;
    }

    @CachedView(timeout = "7m")
    @GetMapping("/new")
    String newest() {
      return "new";
    }

    @NotCached
    @GetMapping("/random")
    String random() {
      return "some";
    }

    @PostMapping
    String create() {
      return "created";
    }
  }

  @RestController
  @RequestMapping("/plays")
  @OptimizedResource(listCacheTimeout = "5m")
  static class Plays {
    @GetMapping
    String list() {
      return "all";
    }

    @GetMapping("/{id}")
    String detail(@PathVariable long id) {
      return "play " + id;
    }
  }

  private final TestServer server = TestServer.open(Application.class);

  @AfterAll
  void close() {
    server.close();
  }

  private String second(String path) {
    server.get(path);
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("Cache-Status").orElse("none");
  }

  @Test
  void lists_and_details_are_kept() {
    assertThat(second("/books")).isEqualTo("veets; hit");
    assertThat(second("/books/1")).isEqualTo("veets; hit");
    assertThat(server.get("/books/2").body()).isEqualTo("book 2");
  }

  @Test
  void a_handler_with_an_annotation_of_its_own_does_what_that_says() {
    assertThat(second("/books/new")).isEqualTo("veets; hit");
    assertThat(second("/books/random")).isEqualTo("none");
  }

  @Test
  void what_has_no_timeout_is_not_kept() {
    assertThat(second("/plays")).isEqualTo("veets; hit");
    assertThat(second("/plays/1")).isEqualTo("none");
  }

  @Test
  void each_has_the_timeout_of_its_kind() {
    assertThat(server.caches().regions())
        .extracting(region -> region.spec().name() + " " + region.spec().timeToLive())
        .contains("response.books PT5M", "response.books.id PT10M", "response.books.new PT7M");
  }
}
