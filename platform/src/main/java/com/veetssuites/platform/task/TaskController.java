package com.veetssuites.platform.task;

import com.veetssuites.platform.account.Viewer;
import com.veetssuites.task.TaskControl;
import com.veetssuites.task.TaskId;
import com.veetssuites.task.TaskStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of the work that a request has left behind. */
@RestController
@Tag(name = "tasks")
class TaskController {

  private final TaskControl tasks;

  TaskController(TaskControl tasks) {
    this.tasks = tasks;
  }

  @GetMapping("/api/tasks/{id}")
  @Operation(
      summary = "State, progress and result of a task of mine",
      description = "Until its result expires; administrators see every task.")
  ResponseEntity<TaskView> task(@PathVariable String id, @AuthenticationPrincipal Viewer viewer) {
    TaskStatus task =
        TaskId.parse(id)
            .flatMap(tasks::find)
            .filter(each -> viewer.isAdmin() || viewer.taskOwner().equals(each.owner()))
            .orElseThrow(TaskNotFound::new);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(TaskView.of(task, viewer.isAdmin()));
  }
}
