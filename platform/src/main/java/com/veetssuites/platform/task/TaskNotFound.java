package com.veetssuites.platform.task;

import com.veetssuites.platform.web.Problem;
import org.springframework.http.HttpStatus;

/** There is no task of this id, not any more, or not for this viewer. */
final class TaskNotFound extends Problem {
  TaskNotFound() {
    super(
        HttpStatus.NOT_FOUND,
        "You have no task of this id; results are kept for an hour unless their task says otherwise.");
  }
}
