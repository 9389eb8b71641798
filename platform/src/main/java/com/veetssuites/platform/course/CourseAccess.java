package com.veetssuites.platform.course;

import com.veetssuites.platform.account.Forbidden;
import com.veetssuites.platform.account.Viewer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may see and do what with a course. */
@Component
public class CourseAccess {

  private final Courses courses;
  private final Enrollments enrollments;

  CourseAccess(Courses courses, Enrollments enrollments) {
    this.courses = courses;
    this.enrollments = enrollments;
  }

  /**
   * A course with its instructor, when the viewer may see it: everybody when it is published,
   * otherwise its owner.
   *
   * @throws CourseNotFound otherwise; a draft does not show that it exists
   */
  public Course visible(long id, @Nullable Viewer viewer) {
    return courses
        .findWithInstructor(id)
        .filter(course -> course.isPublished() || isOwner(course, viewer))
        .orElseThrow(() -> new CourseNotFound(id));
  }

  /**
   * A course with its instructor, when the viewer may change it.
   *
   * @throws CourseNotFound when the viewer cannot even see it
   * @throws Forbidden when it is somebody else's
   */
  public Course owned(long id, Viewer viewer) {
    Course course = visible(id, viewer);
    if (!isOwner(course, viewer)) {
      throw new Forbidden("Only the instructor of a course, or an administrator, may do this.");
    }
    return course;
  }

  /** Whether the viewer takes part in the course: as its owner, or enrolled and paid. */
  public boolean isParticipant(Course course, @Nullable Viewer viewer) {
    return isParticipant(course.id(), course.instructor().id(), viewer);
  }

  boolean isParticipant(long course, long instructor, @Nullable Viewer viewer) {
    return viewer != null
        && (viewer.mayActFor(instructor) || enrollments.isCompleted(viewer.id(), course));
  }

  private static boolean isOwner(Course course, @Nullable Viewer viewer) {
    return viewer != null && viewer.mayActFor(course.instructor().id());
  }
}
