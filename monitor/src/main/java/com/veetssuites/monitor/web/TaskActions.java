package com.veetssuites.monitor.web;

import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is decided about tasks on the dashboard; each decision is logged with who made it. */
@Controller
public final class TaskActions {

  private static final Logger LOG = LoggerFactory.getLogger(TaskActions.class);

  private final TaskControl control;

  TaskActions(TaskControl control) {
    this.control = control;
  }

  @PostMapping("/dashboard/tasks/retry")
  ResponseEntity<Void> retry(@RequestParam String id, HttpServletRequest request) {
    control.retry(task(id));
    return done("retry", id, request);
  }

  @PostMapping("/dashboard/tasks/retry-all")
  ResponseEntity<Void> retryAll(HttpServletRequest request) {
    int retried = control.retryAll(null, null);
    return done("retry all", Integer.toString(retried), request);
  }

  @PostMapping("/dashboard/tasks/cancel")
  ResponseEntity<Void> cancel(@RequestParam String id, HttpServletRequest request) {
    control.cancel(task(id));
    return done("cancel", id, request);
  }

  @PostMapping("/dashboard/tasks/pause")
  ResponseEntity<Void> pause(@RequestParam String queue, HttpServletRequest request) {
    control.pause(known(queue));
    return done("pause", queue, request);
  }

  @PostMapping("/dashboard/tasks/resume")
  ResponseEntity<Void> resume(@RequestParam String queue, HttpServletRequest request) {
    control.resume(known(queue));
    return done("resume", queue, request);
  }

  private static TaskId task(String id) {
    return new TaskId(UUID.fromString(id));
  }

  private String known(String queue) {
    if (control.queues().stream().noneMatch(each -> each.queue().equals(queue))) {
      throw new IllegalArgumentException("There is no such queue.");
    }
    return queue;
  }

  /** Back to the page, so that a reload decides nothing again. */
  private static ResponseEntity<Void> done(String what, String which, HttpServletRequest request) {
    LOG.info("Dashboard: {} {} by {}", what, which, request.getRemoteUser());
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header("Location", request.getContextPath() + "/dashboard/tasks")
        .build();
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ResponseEntity<String> wrong() {
    return ResponseEntity.badRequest().body("There is no such task or queue.");
  }
}
