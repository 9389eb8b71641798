package com.veetssuites.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.cache.redis.RedisUnusable;
import com.veetssuites.command.CommandFailed;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationContextException;

class StartFailureReporterTest {

  @Test
  void a_taken_port_is_one_sentence_with_a_way_out() {
    var failure = new ApplicationContextException("bean x", new PortInUseException(8000));
    assertThat(StartFailureReporter.commandFailed(failure))
        .hasMessage("Port 8000 is in use: end what listens there, or choose another with --port.");
    assertThat(new StartFailureReporter().reportException(failure)).isTrue();
  }

  @Test
  void a_sentence_is_found_below_the_failures_that_wrap_it() {
    var sentence = new CommandFailed("The disk is full.");
    var failure = new ApplicationContextException("bean x", new IllegalStateException(sentence));
    assertThat(StartFailureReporter.commandFailed(failure)).isSameAs(sentence);
  }

  @Test
  void a_redis_that_cannot_be_used_is_one_sentence() {
    var wrong = new RedisUnusable("USE_REDIS is true or false, not 'maybe'.");
    var failure = new ApplicationContextException("bean x", wrong);
    assertThat(StartFailureReporter.commandFailed(failure)).hasMessage(wrong.getMessage());
    assertThat(new StartFailureReporter().reportException(failure)).isTrue();
  }

  @Test
  void a_failure_that_nobody_foresaw_is_reported_with_its_stack_trace() {
    assertThat(new StartFailureReporter().reportException(new IllegalStateException("a bug")))
        .isFalse();
  }
}
