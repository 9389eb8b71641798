package com.veetssuites.response;

import com.veetssuites.cache.Coherence;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCaches;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.UrlHandlerFilter;

/** A small application with views of every kind. Answers tell how often the handler has run. */
@SpringBootConfiguration
@EnableAutoConfiguration
class CatalogApplication {

  @Bean(destroyMethod = "close")
  TieredCaches caches() {
    return TieredCaches.builder().coherence(Coherence.SESSION).build();
  }

  @Bean
  UrlHandlerFilter trailingSlashes() {
    return UrlHandlerFilter.trailingSlashHandler("/courses/**").wrapRequest().build();
  }

  @RestController
  @RequestMapping("/courses")
  static class Catalog {
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger price = new AtomicInteger(10);
    volatile int broken;
    private final TieredCaches caches;

    Catalog(TieredCaches caches) {
      this.caches = caches;
    }

    private static void reads(String tag) {
      Load load = Load.current();
      if (load != null) {
        load.dependOn(new Tag(tag));
      }
    }

    @GetMapping
    @CachedView(timeout = "5m", key = "courses:list", params = "sort", sharedMaxAge = "60")
    Map<String, Object> list(
        @RequestParam(defaultValue = "1") int page,
        @RequestParam(required = false) @Nullable List<String> tag,
        HttpServletRequest request) {
      reads("courses");
      return Map.of(
          "run", runs.incrementAndGet(),
          "page", page,
          "tag", String.valueOf(tag),
          "evil", String.valueOf(request.getParameter("evil")),
          "agent", String.valueOf(request.getHeader("User-Agent")),
          "language", String.valueOf(request.getHeader("Accept-Language")),
          "query", String.valueOf(request.getQueryString()));
    }

    @GetMapping("/{id}")
    @CachedView(key = "courses:detail:{id}")
    Map<String, Object> detail(@PathVariable long id, HttpServletResponse response) {
      reads("courses#" + id);
      if (id > 1000) {
        throw new Missing();
      }
      response.setHeader("ETag", "\"v" + price.get() + "\"");
      return Map.of("run", runs.incrementAndGet(), "id", id, "price", price.get());
    }

    @GetMapping("/mine")
    Map<String, Object> mine() {
      return Map.of("run", runs.incrementAndGet());
    }

    @PutMapping("/{id}")
    Map<String, Object> change(
        @PathVariable long id,
        @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
      price.incrementAndGet();
      caches.invalidate(new Tag("courses#" + id));
      return Map.of("ifMatch", String.valueOf(ifMatch));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void create() {
      caches.invalidate(new Tag("courses"));
    }

    @GetMapping("/slow")
    @CachedView(key = "slow")
    String slow() throws InterruptedException {
      Thread.sleep(500);
      return "slow " + runs.incrementAndGet();
    }

    @GetMapping("/long")
    @CachedView(key = "long")
    String longText() {
      return "x".repeat(20_000) + runs.incrementAndGet();
    }

    @GetMapping("/huge")
    @CachedView(key = "huge")
    void huge(HttpServletResponse response) throws IOException {
      runs.incrementAndGet();
      for (int i = 0; i < 300; i++) {
        response.getOutputStream().write(new byte[10_000]);
      }
    }

    @GetMapping("/cookie")
    @CachedView(key = "cookie")
    String cookie(HttpServletResponse response) {
      response.addCookie(new Cookie("a", "b"));
      return "run " + runs.incrementAndGet();
    }

    @GetMapping("/private")
    @CachedView(key = "private")
    ResponseEntity<String> ofOne() {
      return ResponseEntity.ok()
          .header("Cache-Control", "private")
          .body("run " + runs.incrementAndGet());
    }

    @GetMapping("/varied")
    @CachedView(key = "varied")
    ResponseEntity<String> varied() {
      return ResponseEntity.ok().varyBy("X-Mood").body("run " + runs.incrementAndGet());
    }

    @GetMapping("/mood")
    @CachedView(key = "mood", varyOn = "X-Mood")
    String mood(@RequestHeader(name = "X-Mood", required = false) @Nullable String mood) {
      return mood + " " + runs.incrementAndGet();
    }

    @GetMapping("/async")
    @CachedView(key = "async")
    Callable<String> async() {
      return () -> "run " + runs.incrementAndGet();
    }

    @GetMapping("/writer")
    @CachedView(key = "writer")
    void writer(HttpServletResponse response) throws IOException {
      response.setContentType("text/plain;charset=UTF-8");
      response.getWriter().write("Grüße " + runs.incrementAndGet());
      response.flushBuffer();
    }

    @GetMapping("/shaky")
    @CachedView(key = "shaky", timeout = "300ms", staleIfError = "1m")
    ResponseEntity<String> shaky() {
      reads("shaky");
      return switch (broken) {
        case 0 -> ResponseEntity.ok("run " + runs.incrementAndGet());
        case 1 -> throw new IllegalStateException("broken on purpose");
        case 2 -> ResponseEntity.internalServerError().body("broken");
        default -> ResponseEntity.status(404).body("gone");
      };
    }

    @GetMapping("/fresh")
    @CachedView(key = "fresh", allowNoCache = true)
    String fresh() {
      return "run " + runs.incrementAndGet();
    }

    @GetMapping("/revalidated")
    @CachedView(key = "revalidated", timeout = "200ms", staleWhileRevalidate = "1m")
    String revalidated() throws InterruptedException {
      int run = runs.incrementAndGet();
      Thread.sleep(run == 1 ? 0 : 600);
      return "run " + run;
    }
  }

  @ResponseStatus(HttpStatus.NOT_FOUND)
  static class Missing extends RuntimeException {
    Missing() {
      super("no such course");
    }
  }
}
