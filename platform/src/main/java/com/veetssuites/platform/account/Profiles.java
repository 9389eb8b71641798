package com.veetssuites.platform.account;

import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What users see of themselves, kept until their row changes. */
@Component
class Profiles {

  private final TieredCache<Long, Versioned> profiles;
  private final Users users;

  Profiles(Users users, TieredCaches caches) {
    this.users = users;
    this.profiles =
        caches.region(
            CacheSpec.<Long, Versioned>of("user.profile", Versioned.class)
                .timeToLive(Duration.ofMinutes(10))
                .build());
  }

  /** A profile with the version for {@code If-Match}. */
  record Versioned(Profile profile, long version) {
    static Versioned of(User user) {
      return new Versioned(Profile.of(user), user.version());
    }
  }

  Optional<Versioned> ofUser(long user) {
    return Optional.ofNullable(
        profiles.getOrLoad(user, id -> users.findById(id).map(Versioned::of).orElse(null)));
  }
}
