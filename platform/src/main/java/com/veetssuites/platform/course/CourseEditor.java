package com.veetssuites.platform.course;

import com.veetssuites.platform.account.Forbidden;
import com.veetssuites.platform.account.Role;
import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.web.Problem;
import com.veetssuites.platform.web.Version;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Creates, changes and deletes courses. */
@Service
class CourseEditor {

  private final Courses courses;
  private final CourseAccess access;
  private final Instructors instructors;
  private final TransactionOperations transactions;
  private final Clock clock;

  CourseEditor(
      Courses courses,
      CourseAccess access,
      Instructors instructors,
      TransactionOperations transactions,
      Clock clock) {
    this.courses = courses;
    this.access = access;
    this.instructors = instructors;
    this.transactions = transactions;
    this.clock = clock;
  }

  Course create(CourseForm form, Viewer viewer) {
    if (viewer.role() == Role.STUDENT) {
      throw new Forbidden("Only instructors and administrators may create courses.");
    }
    return transactions.execute(status ->
        courses.save(
            new Course(instructors.findById(viewer.id()).orElseThrow(), form, clock.instant())));
  }

  /** Changes the version of the course that the client has read. */
  Course change(long id, Viewer viewer, @Nullable String ifMatch, UnaryOperator<CourseForm> edit) {
    return transactions.execute(status -> {
      Course course = access.owned(id, viewer);
      Version.check(ifMatch, course.version());
      CourseForm form = edit.apply(course.form());
      if (!form.equals(course.form())) {
        course.change(form, clock.instant());
      }
      return courses.save(course);
    });
  }

  /** Deletes the course with its sessions; one that somebody is enrolled in stays. */
  void delete(long id, Viewer viewer, @Nullable String ifMatch) {
    try {
      transactions.executeWithoutResult(status -> {
        Course course = access.owned(id, viewer);
        Version.check(ifMatch, course.version());
        courses.delete(course);
      });
    } catch (DataIntegrityViolationException e) {
      throw new CourseHasEnrollments(id);
    }
  }

  /** Somebody is enrolled in the course, and what they have paid for must not vanish. */
  static final class CourseHasEnrollments extends Problem {
    CourseHasEnrollments(long id) {
      super(
          HttpStatus.CONFLICT,
          "Course %d has enrollments and cannot be deleted. Set is_published to false to take it out of the catalogue."
              .formatted(id));
    }
  }
}
