package com.veetssuites.platform.health;

import com.veetssuites.cache.TieredCaches;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The cache, as far as other nodes share it. */
@Component
@Order(2)
final class CacheComponent implements HealthComponent {

  private final TieredCaches caches;

  CacheComponent(TieredCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "cache";
  }

  @Override
  public boolean works() {
    return caches.health().good();
  }
}
