package com.veetssuites.documentation.review;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.web.Listing;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageQuery;
import com.veetssuites.platform.web.PageReader;
import com.veetssuites.platform.web.PageRequest;
import com.veetssuites.query.OptimizedResource;
import com.veetssuites.response.CachedView;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reviews: the list, one of them, and writing one. */
@RestController
@RequestMapping("/api/reviews")
@OptimizedResource(entity = Review.class, selectRelated = "course", listCacheTimeout = "5m")
class ReviewController {

  private final PageReader pages;
  private final Reviews reviews;
  private final ReviewDesk desk;

  ReviewController(PageReader pages, Reviews reviews, ReviewDesk desk) {
    this.pages = pages;
    this.reviews = reviews;
    this.desk = desk;
  }

  @GetMapping
  Page<ReviewDetail> list(@Listing(orderings = {"-created_at", "rating"}) PageRequest page) {
    return pages
        .read(page, new PageQuery<>(Review.class, List.of(), "1 = 1", Map.of()))
        .map(Review::detail);
  }

  @CachedView(key = "review:detail:{id}", timeout = "10m", shared = true)
  @GetMapping("/{id}")
  ReviewDetail detail(@PathVariable long id) {
    return reviews.findWithCourse(id).map(Review::detail).orElseThrow(ReviewNotFound::new);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ReviewDetail write(
      @Valid @RequestBody ReviewForm form,
      @AuthenticationPrincipal Viewer viewer,
      HttpServletResponse response) {
    ReviewDesk.Written written = desk.write(form, viewer);
    response.setHeader(
        HttpHeaders.LINK, "</api/tasks/%s/>; rel=\"status\"".formatted(written.task()));
    return written.review();
  }
}
