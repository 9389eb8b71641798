package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.AlertRounds;
import org.springframework.context.SmartLifecycle;

/** Watches while the application is there whose listeners are told. */
final class AlertLifecycle implements SmartLifecycle {

  private final AlertRounds rounds;
  private volatile boolean running;

  AlertLifecycle(AlertRounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public void start() {
    rounds.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    rounds.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
