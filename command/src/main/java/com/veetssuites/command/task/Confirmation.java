package com.veetssuites.command.task;

import java.io.Console;
import java.util.Locale;

/** The person at the terminal, who is asked before something is gone for good. */
interface Confirmation {

  /** Whether there is anybody to ask. */
  boolean possible();

  /** Whether the answer is yes. */
  boolean given(String question);

  /** Of whoever started this process. */
  static Confirmation onTerminal() {
    return new Confirmation() {
      @Override
      public boolean possible() {
        Console console = System.console();
        return console != null && console.isTerminal();
      }

      @Override
      public boolean given(String question) {
        Console console = System.console();
        String answer = console == null ? null : console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
      }
    };
  }
}
