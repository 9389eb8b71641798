package com.veetssuites.platform.enrollment;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.web.CachedPages;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageQuery;
import com.veetssuites.platform.web.PageReader;
import com.veetssuites.platform.web.PageRequest;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What a student is enrolled in; kept until an enrollment of theirs or a course of it changes. */
@Component
class MyEnrollments {

  /** How the list is ordered unless a client says otherwise. */
  static final String ORDERING = "-enrolled_at";

  private static final CacheKey LISTS = CacheKey.of("user", "enrollments");

  private final PageReader pages;
  private final CachedPages<EnrollmentSummary> lists;

  MyEnrollments(PageReader pages, TieredCaches caches) {
    this.pages = pages;
    this.lists = new CachedPages<>(caches, LISTS, EnrollmentSummary.class);
  }

  Page<EnrollmentSummary> page(PageRequest request, long student) {
    return lists.read(request, LISTS.child(student), asked -> read(asked, student));
  }

  private Page<EnrollmentSummary> read(PageRequest request, long student) {
    return pages
        .read(
            request,
            new PageQuery<>(
                Enrollment.class,
                List.of("course.instructor"),
                "e.student.id = :student",
                Map.of("student", student)))
        .map(EnrollmentSummary::of);
  }
}
