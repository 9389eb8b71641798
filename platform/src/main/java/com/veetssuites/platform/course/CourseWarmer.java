package com.veetssuites.platform.course;

import com.veetssuites.cache.CacheWarmer;
import com.veetssuites.cache.WarmProgress;
import com.veetssuites.cache.WarmRequest;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageRequest;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Warms the first pages of the catalogue, and the details of the courses on them. */
@Component
class CourseWarmer implements CacheWarmer {

  private static final int PAGES = 10;

  private final CourseCatalog catalog;

  CourseWarmer(CourseCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public String name() {
    return "courses";
  }

  @Override
  public String description() {
    return "the first pages of the catalogue, and the courses on them";
  }

  @Override
  public Map<String, String> limits() {
    return Map.of("pages", "how many pages; " + PAGES + " unless told otherwise");
  }

  @Override
  public void check(WarmRequest request) {
    var _ = request.number("pages", PAGES);
  }

  @Override
  public void warm(WarmRequest request, WarmProgress progress) {
    int pages = request.number("pages", PAGES);
    for (int number = 1; number <= pages; number++) {
      Page<CourseSummary> page =
          catalog.published(PageRequest.of(number, CourseCatalog.ORDERING), null);
      if (number == 1) {
        long shown = Math.min(page.count(), (long) pages * PageRequest.DEFAULT_SIZE);
        progress.total(shown + Math.ceilDiv(shown, PageRequest.DEFAULT_SIZE));
      }
      progress.done();
      for (CourseSummary course : page.results()) {
        progress.attempt("course " + course.id(), () -> catalog.detail(course.id(), null));
      }
      if (page.next() == null) {
        return;
      }
    }
  }
}
