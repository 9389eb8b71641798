package com.veetssuites.platform;

import com.veetssuites.cache.redis.RedisUnusable;
import com.veetssuites.command.CommandFailed;
import com.veetssuites.monitor.InvalidAlerts;
import com.veetssuites.task.InvalidTasks;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Keeps Spring Boot from reporting a failed start with a stack trace when its cause is one that is
 * known: the command line prints one sentence.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

  @Override
  public boolean reportException(Throwable failure) {
    return commandFailed(failure) != null;
  }

  /** The failure for the person, somewhere below the failure of the start. */
  static @Nullable CommandFailed commandFailed(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommandFailed failed) {
        return failed;
      }
      if (cause instanceof PortInUseException taken) {
        return new CommandFailed(
            "Port %d is in use: end what listens there, or choose another with --port."
                .formatted(taken.getPort()),
            taken);
      }
      if (cause instanceof RedisUnusable unusable) {
        return new CommandFailed(Objects.requireNonNull(unusable.getMessage()), unusable);
      }
      if (cause instanceof InvalidTasks invalid) {
        return new CommandFailed(Objects.requireNonNull(invalid.getMessage()), invalid);
      }
      if (cause instanceof InvalidAlerts invalid) {
        return new CommandFailed(Objects.requireNonNull(invalid.getMessage()), invalid);
      }
    }
    return null;
  }
}
