package com.veetssuites.task;

/**
 * Which of the waiting tasks of a queue start first. Lower ones always get a share, so that they
 * advance while higher ones keep coming.
 */
public enum Priority {
  HIGH,
  NORMAL,
  LOW
}
