package com.veetssuites.documentation.review;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.course.Course;
import com.veetssuites.platform.course.Courses;
import com.veetssuites.platform.web.InvalidRequest;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.Tasks;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes reviews in. */
@Service
class ReviewDesk {

  private final Reviews reviews;
  private final Courses courses;
  private final Tasks tasks;
  private final Clock clock;

  ReviewDesk(Reviews reviews, Courses courses, Tasks tasks, Clock clock) {
    this.reviews = reviews;
    this.courses = courses;
    this.tasks = tasks;
    this.clock = clock;
  }

  /** A review, and the task that follows from it. */
  record Written(ReviewDetail review, TaskId task) {}

  @Transactional
  Written write(ReviewForm form, Viewer viewer) {
    Course course =
        courses
            .findWithInstructor(form.course())
            .orElseThrow(() -> new InvalidRequest("course", "is the id of no course"));
    Review review =
        reviews.save(
            new Review(course, viewer.id(), form.rating(), form.text().strip(), clock.instant()));
    TaskId task =
        tasks.enqueue(
            new SummarizeReviews(course.id()), options -> options.owner(viewer.taskOwner()));
    return new Written(review.detail(), task);
  }
}
