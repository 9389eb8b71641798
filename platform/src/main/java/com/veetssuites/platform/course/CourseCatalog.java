package com.veetssuites.platform.course;

import com.veetssuites.cache.CacheKey;
import com.veetssuites.cache.CacheSpec;
import com.veetssuites.cache.TieredCache;
import com.veetssuites.cache.TieredCaches;
import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.web.CachedPages;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageQuery;
import com.veetssuites.platform.web.PageReader;
import com.veetssuites.platform.web.PageRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The catalogue: what there is to enroll in; what many ask for comes from the cache. */
@Service
class CourseCatalog {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final List<String> INSTRUCTOR = List.of("instructor");

  /** How the catalogue is ordered unless a client says otherwise. */
  static final String ORDERING = "-created_at";

  private static final CacheKey LIST = CacheKey.of("courses", "list");

  private final PageReader pages;
  private final Courses courses;
  private final LiveSessions sessions;
  private final CachedPages<CourseSummary> lists;
  private final TieredCache<Long, CoursePage> details;

  CourseCatalog(PageReader pages, Courses courses, LiveSessions sessions, TieredCaches caches) {
    this.pages = pages;
    this.courses = courses;
    this.sessions = sessions;
    this.lists = new CachedPages<>(caches, LIST, CourseSummary.class);
    this.details =
        caches.region(
            CacheSpec.<Long, CoursePage>of("course.detail", CoursePage.class)
                .timeToLive(Duration.ofMinutes(10))
                .build());
  }

  /**
   * A page of the published courses.
   *
   * @param instructor only theirs; null for everybody's
   */
  Page<CourseSummary> published(PageRequest request, @Nullable Long instructor) {
    return lists.read(request, LIST, asked -> readPublished(asked, instructor));
  }

  private Page<CourseSummary> readPublished(PageRequest request, @Nullable Long instructor) {
    if (instructor != null) {
      return read(
          request,
          "e.published and e.instructor.id = :instructor",
          Map.of("instructor", instructor));
    }
    if (request.search() != null) {
      return read(request, "e.published", Map.of());
    }
    return read(
        request,
        new PageQuery<>(
            Course.class,
            INSTRUCTOR,
            "e.published",
            Map.of(),
            "select sum(c.count) from PublishedCourseCount c"));
  }

  /**
   * A course with its sessions, when the viewer may see it.
   *
   * @throws CourseNotFound otherwise; a draft does not show that it exists
   */
  CoursePage detail(long id, @Nullable Viewer viewer) {
    CoursePage page = details.getOrLoad(id, this::readDetail);
    if (page == null
        || !(page.course().isPublished()
            || (viewer != null && viewer.mayActFor(page.course().instructor().id())))) {
      throw new CourseNotFound(id);
    }
    return page;
  }

  private @Nullable CoursePage readDetail(long id) {
    return courses
        .findWithInstructor(id)
        .map(course ->
            new CoursePage(
                CourseSummary.of(course),
                course.version(),
                sessions.findByCourse(id).stream()
                    .map(session -> SessionSummary.of(session, true))
                    .toList()))
        .orElse(null);
  }

  /** A page of the viewer's own courses, drafts included. */
  Page<CourseSummary> own(PageRequest request, Viewer viewer) {
    return read(request, "e.instructor.id = :instructor", Map.of("instructor", viewer.id()));
  }

  private Page<CourseSummary> read(
      PageRequest request, String condition, Map<String, Object> values) {
    String where = condition;
    Map<String, Object> parameters = new HashMap<>(values);
    String search = request.search();
    if (search != null) {
      where += " and cast(sql('(search_vector @@ to_tsquery(''simple'', ?))', :search) as boolean)";
      parameters.put("search", prefixQuery(search));
    }
    return read(request, new PageQuery<>(Course.class, INSTRUCTOR, where, parameters));
  }

  private Page<CourseSummary> read(PageRequest request, PageQuery<Course> query) {
    return pages.read(request, query).map(CourseSummary::of);
  }

  /**
   * Every word must begin a word of the course: {@code 'pyth':* & 'beg':*}. Nothing else of the
   * text survives.
   */
  private static String prefixQuery(String search) {
    return WORD.matcher(search)
        .results()
        .map(word -> "'" + word.group() + "':*")
        .collect(Collectors.joining(" & "));
  }
}
