package com.veetssuites.platform.enrollment;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.course.CourseAccess;
import com.veetssuites.platform.course.Enrollment;
import com.veetssuites.platform.course.PaymentStatus;
import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.platform.web.Listing;
import com.veetssuites.platform.web.MergePatch;
import com.veetssuites.platform.web.Page;
import com.veetssuites.platform.web.PageQuery;
import com.veetssuites.platform.web.PageReader;
import com.veetssuites.platform.web.PageRequest;
import com.veetssuites.platform.web.Version;
import com.veetssuites.response.CachedView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Enrollments: mine, those of my courses, and the way into a course. */
@RestController
@RequestMapping("/api")
@Tag(name = "enrollments")
class EnrollmentController {

  private final EnrollmentDesk desk;
  private final CourseAccess access;
  private final PageReader pages;
  private final MergePatch mergePatch;
  private final MyEnrollments mine;

  EnrollmentController(
      EnrollmentDesk desk,
      CourseAccess access,
      PageReader pages,
      MergePatch mergePatch,
      MyEnrollments mine) {
    this.desk = desk;
    this.access = access;
    this.pages = pages;
    this.mergePatch = mergePatch;
    this.mine = mine;
  }

  @PostMapping("/courses/{id}/enroll")
  @Operation(
      summary = "Enroll in a course",
      description =
          "A free course is completed at once; a paid one is pending until its payment_id is paid."
              + " Enrolling again changes nothing, except that a failed payment gets another attempt with a new payment_id.")
  @ApiResponse(responseCode = "201", description = "Enrolled")
  @ApiResponse(responseCode = "200", description = "Enrolled before")
  ResponseEntity<EnrollmentSummary> enroll(
      @PathVariable long id, @AuthenticationPrincipal Viewer viewer) {
    EnrollmentDesk.Enrolled enrolled = desk.enroll(id, viewer);
    Enrollment enrollment = enrolled.enrollment();
    return ResponseEntity.status(enrolled.created() ? HttpStatus.CREATED : HttpStatus.OK)
        .header(HttpHeaders.LOCATION, "/api/enrollments/" + enrollment.id() + "/")
        .eTag(Version.tag(enrollment.version()))
        .body(EnrollmentSummary.of(enrollment));
  }

  @CachedView(key = "user:enrollments:{viewer}", timeout = "5m")
  @GetMapping("/users/enrollments")
  @Operation(summary = "My enrollments, the newest first")
  Page<EnrollmentSummary> mine(
      @Listing(orderings = MyEnrollments.ORDERING) PageRequest page,
      @AuthenticationPrincipal Viewer viewer) {
    return mine.page(page, viewer.id());
  }

  @CachedView(key = "course:enrollments:{id}", timeout = "5m")
  @GetMapping("/courses/{id}/enrollments")
  @Operation(summary = "Who is enrolled in a course (its instructor, or an administrator)")
  Page<CourseEnrollment> ofCourse(
      @PathVariable long id,
      @Listing(orderings = "-enrolled_at", filters = "payment_status") PageRequest page,
      @RequestParam(name = "payment_status", required = false)
          @Nullable PaymentStatus paymentStatus,
      @AuthenticationPrincipal Viewer viewer) {
    access.owned(id, viewer);
    var where = new StringBuilder("e.course.id = :course");
    Map<String, Object> parameters = new HashMap<>(Map.of("course", id));
    if (paymentStatus != null) {
      where.append(" and e.paymentStatus = :status");
      parameters.put("status", paymentStatus);
    }
    return pages
        .read(
            page,
            new PageQuery<>(Enrollment.class, List.of("student"), where.toString(), parameters))
        .map(CourseEnrollment::of);
  }

  @CachedView(key = "enrollment:detail:{id}", timeout = "10m")
  @GetMapping("/enrollments/{id}")
  @Operation(
      summary = "An enrollment (its student, the instructor of the course, or an administrator)")
  EnrollmentDetail detail(
      @PathVariable long id, @AuthenticationPrincipal Viewer viewer, HttpServletResponse response) {
    return show(desk.visible(id, viewer), viewer, response);
  }

  @PatchMapping("/enrollments/{id}")
  @Operation(
      summary = "Settle a payment by hand (administrators)",
      description =
          "A pending payment can be completed or fail, a failed one can still be completed, a completed one is final.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Settlement.class))))
  EnrollmentDetail settle(
      @PathVariable long id,
      @RequestBody JsonNode patch,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Viewer viewer,
      HttpServletResponse response) {
    Enrollment settled =
        desk.settle(
            id,
            viewer,
            ifMatch,
            current -> {
              Settlement settlement = mergePatch.apply(current, patch);
              if (settlement.paymentStatus() == PaymentStatus.PENDING && !patch.isEmpty()) {
                throw new InvalidRequest("payment_status", "must be completed or failed");
              }
              return settlement;
            });
    return show(settled, viewer, response);
  }

  private static EnrollmentDetail show(
      Enrollment enrollment, Viewer viewer, HttpServletResponse response) {
    response.setHeader(HttpHeaders.ETAG, Version.tag(enrollment.version()));
    EnrollmentSummary summary = EnrollmentSummary.of(enrollment);
    return new EnrollmentDetail(
        viewer.mayActFor(enrollment.student().id()) ? summary : summary.withoutPaymentId(),
        Student.of(enrollment.student()));
  }
}
