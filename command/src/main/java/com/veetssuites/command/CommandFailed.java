package com.veetssuites.command;

import java.util.Objects;

/** A command could not do its work. The message is one sentence for the person who typed it. */
public final class CommandFailed extends RuntimeException {

  public CommandFailed(String sentence) {
    super(sentence);
  }

  public CommandFailed(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
