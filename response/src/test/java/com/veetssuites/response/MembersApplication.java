package com.veetssuites.response;

import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCaches;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** An application behind Spring Security. The password of everybody is "secret". */
@SpringBootConfiguration
@EnableAutoConfiguration
class MembersApplication {

  static final Set<String> MEMBERS = ConcurrentHashMap.newKeySet();

  @Bean(destroyMethod = "close")
  TieredCaches caches() {
    return TieredCaches.builder().build();
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .cors(Customizer.withDefaults())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers("/items/**", "/error")
                .permitAll()
                .anyRequest()
                .authenticated())
        .httpBasic(Customizer.withDefaults())
        .build();
  }

  @Bean
  CorsConfigurationSource corsConfigurationSource() {
    CorsConfiguration cors = new CorsConfiguration();
    cors.addAllowedOrigin("https://one.example");
    cors.addAllowedOrigin("https://two.example");
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", cors);
    return source;
  }

  @Bean
  UserDetailsService users() {
    return name -> {
      if (!MEMBERS.contains(name)) {
        throw new UsernameNotFoundException(name);
      }
      return User.withUsername(name).password("{noop}secret").roles("MEMBER").build();
    };
  }

  @Bean
  VerifiedPrincipals principals() {
    return MembersApplication::verify;
  }

  private static @Nullable String verify(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.startsWith("Basic ") || request.getHeader("Cookie") != null) {
      return null;
    }
    String[] pair =
        new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8)
            .split(":", 2);
    return pair.length == 2 && MEMBERS.contains(pair[0]) && pair[1].equals("secret")
        ? pair[0]
        : null;
  }

  static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @RestController
  static class Items {
    final AtomicIntegerArray versions = new AtomicIntegerArray(16);
    final AtomicIntegerArray runs = new AtomicIntegerArray(1);
    private final TieredCaches caches;

    Items(TieredCaches caches) {
      this.caches = caches;
    }

    /** Owner, item, page, version: so that a checker sees whose answer it has got. */
    @GetMapping("/items/{id}")
    @CachedView(key = "items:{id}")
    String item(
        @PathVariable int id,
        @RequestParam(defaultValue = "0") String page,
        @Nullable Principal principal) {
      runs.incrementAndGet(0);
      Load load = Load.current();
      if (load != null) {
        load.dependOn(new Tag("items#" + id));
      }
      String owner = principal == null ? "nobody" : principal.getName();
      return owner + " " + id + " " + page + " " + versions.get(id);
    }

    @PutMapping("/items/{id}")
    String change(@PathVariable int id) {
      int version = versions.incrementAndGet(id);
      caches.invalidate(new Tag("items#" + id));
      return Integer.toString(version);
    }

    @GetMapping("/profile")
    @CachedView(key = "user:profile:{viewer}", varyOn = "Authorization")
    String profile(Principal principal) {
      runs.incrementAndGet(0);
      return principal.getName();
    }

    @GetMapping("/news")
    @CachedView(key = "news", shared = true, sharedMaxAge = "60")
    String news() {
      return "news " + runs.incrementAndGet(0);
    }
  }
}
