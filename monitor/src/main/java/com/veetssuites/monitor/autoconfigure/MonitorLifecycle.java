package com.veetssuites.monitor.autoconfigure;

import com.veetssuites.monitor.Monitor;
import org.springframework.context.SmartLifecycle;

/** Starts the monitor before there are requests, and stops it after the last one. */
final class MonitorLifecycle implements SmartLifecycle {

  private final Monitor monitor;
  private volatile boolean running;

  MonitorLifecycle(Monitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public void start() {
    monitor.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    monitor.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 1;
  }
}
