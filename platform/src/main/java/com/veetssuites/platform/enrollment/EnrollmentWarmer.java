package com.veetssuites.platform.enrollment;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.WarmProgress;
import com.veetssuites.cache.WarmRequest;
import com.veetssuites.platform.account.RecentUsers;
import com.veetssuites.platform.web.PageRequest;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Warms the first page of the enrollments of users. */
@Component
class EnrollmentWarmer implements CacheWarmer {

  private final MyEnrollments enrollments;
  private final RecentUsers recent;

  EnrollmentWarmer(MyEnrollments enrollments, RecentUsers recent) {
    this.enrollments = enrollments;
    this.recent = recent;
  }

  @Override
  public String name() {
    return "enrollments";
  }

  @Override
  public String description() {
    return "what users are enrolled in";
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
    PageRequest first = PageRequest.of(1, MyEnrollments.ORDERING);
    recent.each(
        request,
        progress,
        user -> {
          var _ = enrollments.page(first, user);
        });
  }
}
