package com.veetssuites.platform.course;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.platform.web.Listing;
import com.veetssuites.platform.web.MergePatch;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageRequest;
import com.veetssuites.platform.web.Version;
import com.veetssuites.response.CachedView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Courses: the public catalogue, and its editing by instructors. */
@RestController
@RequestMapping("/api/courses")
@Tag(name = "courses")
class CourseController {

  private final CourseCatalog catalog;
  private final CourseEditor editor;
  private final CourseAccess access;
  private final LiveSessions sessions;
  private final MergePatch mergePatch;

  CourseController(
      CourseCatalog catalog,
      CourseEditor editor,
      CourseAccess access,
      LiveSessions sessions,
      MergePatch mergePatch) {
    this.catalog = catalog;
    this.editor = editor;
    this.access = access;
    this.sessions = sessions;
    this.mergePatch = mergePatch;
  }

  @CachedView(key = "courses:list", timeout = "5m")
  @GetMapping
  @SecurityRequirements
  @Operation(summary = "The catalogue of published courses, or with mine=true my own with drafts")
  Page<CourseSummary> list(
      @Listing(
              orderings = {CourseCatalog.ORDERING, "title", "price"},
              search = true,
              filters = {"instructor", "mine"})
          PageRequest page,
      @RequestParam(required = false) @Nullable Long instructor,
      @RequestParam(defaultValue = "false") boolean mine,
      @AuthenticationPrincipal @Nullable Viewer viewer) {
    if (!mine) {
      return catalog.published(page, instructor);
    }
    if (viewer == null) {
      throw new InvalidRequest("mine", "needs an access token");
    }
    return catalog.own(page, viewer);
  }

  @CachedView(key = "course:detail:{id}", timeout = "10m")
  @GetMapping("/{id}")
  @SecurityRequirements
  @Operation(summary = "A course with its sessions")
  CourseDetail detail(
      @PathVariable long id,
      @AuthenticationPrincipal @Nullable Viewer viewer,
      HttpServletResponse response) {
    CoursePage page = catalog.detail(id, viewer);
    response.setHeader(HttpHeaders.ETAG, Version.tag(page.version()));
    return access.isParticipant(id, page.course().instructor().id(), viewer)
        ? page.forParticipant()
        : page.forVisitor();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Create a course (instructors and administrators)")
  CourseDetail create(
      @Valid @RequestBody CourseForm form,
      @AuthenticationPrincipal Viewer viewer,
      HttpServletResponse response) {
    Course course = editor.create(form, viewer);
    response.setHeader(HttpHeaders.LOCATION, "/api/courses/" + course.id() + "/");
    response.setHeader(HttpHeaders.ETAG, Version.tag(course.version()));
    return new CourseDetail(CourseSummary.of(course), List.of());
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace a course (its instructor, or an administrator)")
  CourseDetail replace(
      @PathVariable long id,
      @Valid @RequestBody CourseForm form,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Viewer viewer,
      HttpServletResponse response) {
    return show(editor.change(id, viewer, ifMatch, current -> form), viewer, response);
  }

  @PatchMapping("/{id}")
  @Operation(
      summary = "Change fields of a course (its instructor, or an administrator)",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = CourseForm.class))))
  CourseDetail change(
      @PathVariable long id,
      @RequestBody JsonNode patch,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Viewer viewer,
      HttpServletResponse response) {
    Course changed =
        editor.change(id, viewer, ifMatch, current -> mergePatch.apply(current, patch));
    return show(changed, viewer, response);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a course that nobody is enrolled in")
  void delete(
      @PathVariable long id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Viewer viewer) {
    editor.delete(id, viewer, ifMatch);
  }

  private CourseDetail show(Course course, @Nullable Viewer viewer, HttpServletResponse response) {
    boolean participant = access.isParticipant(course, viewer);
    response.setHeader(HttpHeaders.ETAG, Version.tag(course.version()));
    return new CourseDetail(
        CourseSummary.of(course),
        sessions.findByCourse(course.id()).stream()
            .map(session -> SessionSummary.of(session, participant))
            .toList());
  }
}
