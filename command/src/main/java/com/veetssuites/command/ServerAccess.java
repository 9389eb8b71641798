package com.veetssuites.command;

import java.nio.file.Path;

/** How a command comes to a server when its user names none. */
public interface ServerAccess {

  /** Where the server of this machine tells where it is. */
  Path dataFolder();

  /**
   * Starts one, on the database of the platform.
   *
   * @throws CommandFailed when that cannot be, in a sentence
   */
  TemporaryServer start();
}
