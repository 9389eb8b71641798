package com.veetssuites.task.autoconfigure;

import com.veetssuites.task.InvalidTasks;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the application does not start with these tasks. */
final class InvalidTasksAnalyzer extends AbstractFailureAnalyzer<InvalidTasks> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, InvalidTasks cause) {
    return new FailureAnalysis(
        cause.getMessage(), "Change the handler, or the settings under veets.tasks.", cause);
  }
}
