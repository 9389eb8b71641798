package com.veetssuites.response;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.cache.TieredCaches;
import com.veetssuites.query.OptimizedResource;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What cannot work fails the start, with one sentence that says what would be right. */
class BadViewsTest {

  private static void refused(Class<?> controller, String... words) {
    try (StaticApplicationContext context = new StaticApplicationContext();
        TieredCaches caches = TieredCaches.builder().build()) {
      context.registerSingleton("controller", controller);
      context.refresh();
      RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
      mapping.setApplicationContext(context);
      mapping.afterPropertiesSet();
      ResponseSettings settings =
          new ResponseSettings(
              Duration.ofSeconds(300),
              1000,
              100_000,
              Duration.ofSeconds(1),
              true,
              List.of(),
              List.of(),
              true,
              Duration.ofSeconds(10),
              "",
              "http.server.requests",
              null);
      assertThatThrownBy(
              () -> new ResponseCache(caches, settings, null).open(List.of(mapping), List.of()))
          .isInstanceOf(InvalidView.class)
          .hasMessageMatching("@(CachedView|OptimizedResource) on .*")
          .hasMessageContainingAll(words);
    }
  }

  @Test
  void a_handler_of_post() {
    refused(Post.class, "Post.create", "POST", "only a handler of GET");
  }

  @Test
  void a_handler_of_any_method() {
    refused(Any.class, "any method");
  }

  @Test
  void a_timeout_that_is_none() {
    refused(Timeout.class, "'5 minutes' is not a duration such as 5m");
    refused(Zero.class, "timeout of 0");
  }

  @Test
  void a_timeout_of_an_optimized_resource_that_is_none() {
    refused(
        Optimized.class,
        "@OptimizedResource on Optimized has the detailCacheTimeout '10 minutes' is not a duration"
            + " such as 5m");
    refused(OptimizedForNoTime.class, "listCacheTimeout of 0");
  }

  @Test
  void a_header_that_is_none() {
    refused(Vary.class, "\"Authorisation\"", "did you mean \"Authorization\"?");
  }

  @Test
  void a_header_that_is_read_and_not_named() {
    refused(Header.class, "Accept-Language", "varyOn");
  }

  @Test
  void arguments_that_may_read_any_parameter() {
    refused(Raw.class, "HttpServletRequest", "params");
    refused(All.class, "Map", "params");
    refused(Bound.class, "Filter", "params");
  }

  @Test
  void a_mapping_of_more_than_a_path() {
    refused(Conditional.class, "path of its own");
  }

  @Test
  void a_key_that_misses_a_variable_or_has_an_unknown_one() {
    refused(Missing.class, "{id}", "missing");
    refused(Unknown.class, "{ide}", "did you mean \"id\"?");
    refused(Blank.class, "segments");
    refused(Variable.class, "begins with a fixed word");
  }

  @Test
  void two_views_of_one_key() {
    refused(Two.class, "two views need two keys");
  }

  @Test
  void two_handlers_of_one_path() {
    refused(Same.class, "shares the path /x");
  }

  @Test
  void a_shared_view_that_asks_who_is_there() {
    refused(Shared.class, "asks who is there");
    refused(SharedVary.class, "one of both");
  }

  @Test
  void a_cookie() {
    refused(Cookies.class, "cookie");
  }

  @RestController
  @OptimizedResource(listCacheTimeout = "5m", detailCacheTimeout = "10 minutes")
  static class Optimized {
    @GetMapping("/optimized")
    String list() {
      return "";
    }
  }

  @RestController
  @OptimizedResource(listCacheTimeout = "0")
  static class OptimizedForNoTime {
    @GetMapping("/optimized")
    String list() {
      return "";
    }
  }

  @RestController
  static class Post {
    @PostMapping("/x")
    @CachedView
    String create() {
      return "";
    }
  }

  @RestController
  static class Any {
    @RequestMapping("/x")
    @CachedView
    String any() {
      return "";
    }
  }

  @RestController
  static class Timeout {
    @GetMapping("/x")
    @CachedView(timeout = "5 minutes")
    String x() {
      return "";
    }
  }

  @RestController
  static class Zero {
    @GetMapping("/x")
    @CachedView(timeout = "0s")
    String x() {
      return "";
    }
  }

  @RestController
  static class Vary {
    @GetMapping("/x")
    @CachedView(varyOn = "Authorisation")
    String x() {
      return "";
    }
  }

  @RestController
  static class Header {
    @GetMapping("/x")
    @CachedView
    String x(@RequestHeader("Accept-Language") String language) {
      return language;
    }
  }

  @RestController
  static class Raw {
    @GetMapping("/x")
    @CachedView
    String x(HttpServletRequest request) {
      return request.getMethod();
    }
  }

  @RestController
  static class All {
    @GetMapping("/x")
    @CachedView
    String x(@RequestParam Map<String, String> all) {
      return all.toString();
    }
  }

  record Filter(String title) {}

  @RestController
  static class Bound {
    @GetMapping("/x")
    @CachedView
    String x(Filter filter) {
      return filter.title();
    }
  }

  @RestController
  static class Conditional {
    @GetMapping(path = "/x", params = "a=1")
    @CachedView
    String x() {
      return "";
    }
  }

  @RestController
  static class Missing {
    @GetMapping("/x/{id}")
    @CachedView(key = "x")
    String x(@PathVariable String id) {
      return id;
    }
  }

  @RestController
  static class Unknown {
    @GetMapping("/x/{id}")
    @CachedView(key = "x:{ide}:{id}")
    String x(@PathVariable String id) {
      return id;
    }
  }

  @RestController
  static class Blank {
    @GetMapping("/x")
    @CachedView(key = "x::y")
    String x() {
      return "";
    }
  }

  @RestController
  static class Variable {
    @GetMapping("/x/{id}")
    @CachedView(key = "{id}")
    String x(@PathVariable String id) {
      return id;
    }
  }

  @RestController
  static class Two {
    @GetMapping("/x")
    @CachedView(key = "k")
    String x() {
      return "";
    }

    @GetMapping("/y")
    @CachedView(key = "k")
    String y() {
      return "";
    }
  }

  @RestController
  static class Same {
    @GetMapping(path = "/x", produces = "text/plain")
    @CachedView
    String text() {
      return "";
    }

    @GetMapping(path = "/x", produces = "application/json")
    String json() {
      return "";
    }
  }

  @RestController
  static class Shared {
    @GetMapping("/x")
    @CachedView(shared = true)
    String x(Principal principal) {
      return principal.getName();
    }
  }

  @RestController
  static class SharedVary {
    @GetMapping("/x")
    @CachedView(shared = true, varyOn = "Authorization")
    String x() {
      return "";
    }
  }

  @RestController
  static class Cookies {
    @GetMapping("/x")
    @CachedView
    String x(@CookieValue("a") String a) {
      return a;
    }
  }
}
