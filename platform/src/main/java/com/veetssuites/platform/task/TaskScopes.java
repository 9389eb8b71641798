package com.veetssuites.platform.task;

import com.veetssuites.query.QueryScope.Kind;
import com.veetssuites.query.QueryScopes;
import com.veetssuites.task.TaskContext;
import com.veetssuites.task.TaskInterceptor;
import com.veetssuites.task.TaskType;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts the statements of each task as those of each request. */
@Component
class TaskScopes implements TaskInterceptor {

  private final QueryScopes scopes;

  TaskScopes(QueryScopes scopes) {
    this.scopes = scopes;
  }

  @Override
  public @Nullable Object around(
      TaskType type, TaskContext context, Callable<@Nullable Object> work) throws Exception {
    return scopes.call(Kind.TASK, type.name(), scope -> work.call());
  }
}
