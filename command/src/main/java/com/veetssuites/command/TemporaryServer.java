package com.veetssuites.command;

/**
 * A server in the process of a command, which nobody else is told of and which runs no tasks: it
 * does what the command asks for, and ends with it.
 *
 * @param server where it listens, on this machine alone
 * @param release ends it
 */
public record TemporaryServer(RunningServer server, Runnable release) implements AutoCloseable {

  @Override
  public void close() {
    release.run();
  }
}
