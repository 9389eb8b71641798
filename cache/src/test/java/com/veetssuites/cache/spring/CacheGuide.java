package com.veetssuites.cache.spring;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.CachedQuery;
import com.veetssuites.cache.Load;
import com.veetssuites.cache.Tag;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.cache.WarmProgress;
import com.veetssuites.cache.WarmRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.Cacheable;

/** The examples of docs/cache.md: each line of them is a line of this file. */
final class CacheGuide {

  private CacheGuide() {}

  record Profile(long id, String name) {}

  static final class Profiles {
    static final AtomicInteger READS = new AtomicInteger();

    private final TieredCache<Long, Profile> profiles;

    Profiles(TieredCaches caches) {
      profiles =
          caches.region(
              CacheSpec.<Long, Profile>of("user.profile", Profile.class)
                  .timeToLive(Duration.ofMinutes(10))
                  .failSafe(Duration.ofHours(1))
                  .build());
    }

    @Nullable Profile profile(long id) {
      return profiles.getOrLoad(id, this::read);
    }

    private Profile read(Long id) {
      Load load = Load.current();
      if (load != null) {
        load.dependOn(new Tag("users#" + id));
      }
      return new Profile(id, "read " + READS.incrementAndGet());
    }

    TieredCache<Long, Profile> region() {
      return profiles;
    }
  }

  static void drop(TieredCaches caches, TieredCache<Long, Profile> profiles) {
    profiles.invalidate(7L); // one value, on every node; never served again
    profiles.invalidateAll(); // the region
    profiles.expire(7L); // loaded anew; served once more only if that fails, within fail-safe
    caches.invalidate(CacheKey.of("user")); // user:profile:7 and whatever else is below user
    caches.invalidatePattern("courses:list:*"); // courses:list and all below it
    caches.invalidate(new Tag("users#7")); // whatever was made of user 7
    caches.invalidateEverything();
  }

  static class Catalogue {
    private final AtomicInteger reads = new AtomicInteger();

    @Cacheable("prices") // prices:7
    public long price(long course) {
      return 100 + reads.incrementAndGet();
    }

    @CachedQuery(timeout = "5m") // query:Catalogue:popular:10
    public List<Profile> popular(int most) {
      return List.of(new Profile(most, "read " + reads.incrementAndGet()));
    }
  }

  record ProfileWarmer(Profiles profiles) implements CacheWarmer {
    @Override
    public String name() {
      return "profiles";
    }

    @Override
    public String description() {
      return "The profiles of these users";
    }

    @Override
    public Map<String, String> limits() {
      return Map.of("ids", "the users, as 1,2,3");
    }

    @Override
    public void warm(WarmRequest request, WarmProgress progress) {
      List<Long> ids = request.ids("ids");
      progress.total(ids.size());
      for (long id : ids) {
        profiles.profile(id);
        progress.done();
      }
    }
  }
}
