package com.veetssuites.platform.session;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.course.Course;
import com.veetssuites.platform.course.CourseAccess;
import com.veetssuites.platform.course.LiveSession;
import com.veetssuites.platform.course.SessionSummary;
import com.veetssuites.platform.web.Listing;
import com.veetssuites.platform.web.MergePatch;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageQuery;
import com.veetssuites.platform.web.PageReader;
import com.veetssuites.platform.web.PageRequest;
import com.veetssuites.platform.web.Version;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Live sessions: seen by everybody, joined by those who take part, planned by instructors. */
@RestController
@Tag(name = "sessions")
class SessionController {

  private final SessionSchedule schedule;
  private final CourseAccess access;
  private final PageReader pages;
  private final MergePatch mergePatch;
  private final ZoomProperties zoom;

  SessionController(
      SessionSchedule schedule,
      CourseAccess access,
      PageReader pages,
      MergePatch mergePatch,
      ZoomProperties zoom) {
    this.schedule = schedule;
    this.access = access;
    this.pages = pages;
    this.mergePatch = mergePatch;
    this.zoom = zoom;
  }

  @GetMapping("/api/courses/{id}/sessions")
  @SecurityRequirements
  @Operation(summary = "The sessions of a course; join links only for those who take part")
  Page<SessionSummary> list(
      @PathVariable long id,
      @Listing(orderings = "scheduled_at") PageRequest page,
      @AuthenticationPrincipal @Nullable Viewer viewer) {
    Course course = access.visible(id, viewer);
    boolean participant = access.isParticipant(course, viewer);
    return pages
        .read(
            page,
            new PageQuery<>(
                LiveSession.class,
                List.of("course"),
                "e.course.id = :course",
                Map.of("course", id)))
        .map(session -> SessionSummary.of(session, participant));
  }

  @PostMapping("/api/sessions")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Plan a session (the instructor of the course, or an administrator)")
  SessionDetail create(
      @Valid @RequestBody NewSession request,
      @AuthenticationPrincipal Viewer viewer,
      HttpServletResponse response) {
    SessionForm form = request.form();
    form.check(null, zoom.joinHosts());
    LiveSession session = schedule.create(request.course(), form, viewer);
    response.setHeader(HttpHeaders.LOCATION, "/api/sessions/" + session.id() + "/");
    return show(session, true, response);
  }

  @GetMapping("/api/sessions/{id}")
  @Operation(summary = "A session")
  SessionDetail detail(
      @PathVariable long id, @AuthenticationPrincipal Viewer viewer, HttpServletResponse response) {
    SessionSchedule.Seen seen = schedule.find(id, viewer);
    return show(seen.session(), seen.participant(), response);
  }

  @PatchMapping("/api/sessions/{id}")
  @Operation(
      summary = "Change a session (the instructor of the course, or an administrator)",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = SessionForm.class))))
  SessionDetail change(
      @PathVariable long id,
      @RequestBody JsonNode patch,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Viewer viewer,
      HttpServletResponse response) {
    LiveSession changed =
        schedule.change(
            id,
            viewer,
            ifMatch,
            current -> {
              SessionForm form = mergePatch.apply(current, patch);
              form.check(current, zoom.joinHosts());
              return form;
            });
    return show(changed, true, response);
  }

  @DeleteMapping("/api/sessions/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a session (the instructor of the course, or an administrator)")
  void delete(
      @PathVariable long id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Viewer viewer) {
    schedule.delete(id, viewer, ifMatch);
  }

  private static SessionDetail show(
      LiveSession session, boolean participant, HttpServletResponse response) {
    response.setHeader(HttpHeaders.ETAG, Version.tag(session.version()));
    return SessionDetail.of(session, participant);
  }
}
