package com.veetssuites.platform.account;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.WarmProgress;
import com.veetssuites.cache.WarmRequest;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Warms the profiles of users. */
@Component
class ProfileWarmer implements CacheWarmer {

  private final Profiles profiles;
  private final RecentUsers recent;

  ProfileWarmer(Profiles profiles, RecentUsers recent) {
    this.profiles = profiles;
    this.recent = recent;
  }

  @Override
  public String name() {
    return "users";
  }

  @Override
  public String description() {
    return "the profiles of users";
  }

  @Override
  public Map<String, String> limits() {
    return RecentUsers.LIMITS;
  }

  @Override
  public void check(WarmRequest request) {
    RecentUsers.check(request);
  }

  @Override
  public void warm(WarmRequest request, WarmProgress progress) {
    recent.each(
        request,
        progress,
        user -> {
          if (profiles.ofUser(user).isEmpty()) {
            throw new IllegalArgumentException("there is no such user");
          }
        });
  }
}
