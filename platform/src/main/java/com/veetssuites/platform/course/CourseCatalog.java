package com.veetssuites.platform.course;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageQuery;
import com.veetssuites.platform.web.PageReader;
import com.veetssuites.platform.web.PageRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The catalogue: what there is to enroll in. */
@Service
class CourseCatalog {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final PageReader pages;
  private final JdbcClient jdbc;

  CourseCatalog(PageReader pages, JdbcClient jdbc) {
    this.pages = pages;
    this.jdbc = jdbc;
  }

  /**
   * A page of the published courses.
   *
   * @param instructor only theirs; null for everybody's
   */
  Page<CourseSummary> published(PageRequest request, @Nullable Long instructor) {
    var where = new StringBuilder("e.published");
    Map<String, Object> parameters = new HashMap<>();
    LongSupplier count = this::publishedCount;
    if (instructor != null) {
      where.append(" and e.instructor.id = :instructor");
      parameters.put("instructor", instructor);
      count = null;
    }
    return read(request, where, parameters, count);
  }

  /** A page of the viewer's own courses, drafts included. */
  Page<CourseSummary> own(PageRequest request, Viewer viewer) {
    return read(
        request,
        new StringBuilder("e.instructor.id = :instructor"),
        new HashMap<>(Map.of("instructor", viewer.id())),
        null);
  }

  private Page<CourseSummary> read(
      PageRequest request,
      StringBuilder where,
      Map<String, Object> parameters,
      @Nullable LongSupplier count) {
    String search = request.search();
    if (search != null) {
      where.append(" and cast(sql('search_vector @@ to_tsquery(''simple'', ?)', :search) as boolean)");
      parameters.put("search", prefixQuery(search));
    }
    return pages
        .read(
            request,
            new PageQuery<>(
                Course.class,
                "join fetch e.instructor",
                where.toString(),
                parameters,
                search == null ? count : null))
        .map(CourseSummary::of);
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

  private long publishedCount() {
    return jdbc.sql("SELECT sum(count) FROM published_course_counts").query(Long.class).single();
  }
}
