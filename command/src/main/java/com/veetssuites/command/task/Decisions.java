package com.veetssuites.command.task;

import com.veetssuites.command.Output;
import java.util.ArrayList;
import java.util.List;

/** What became of each thing that a person has decided about, told as it happens. */
final class Decisions {

  private final Output output;
  private final List<Decision> made = new ArrayList<>();
  private boolean complete = true;

  Decisions(Output output) {
    this.output = output;
  }

  /**
   * One of them.
   *
   * @param subject a task's id or a queue's name, or what was typed for it
   * @param outcome a word for programs
   * @param message a sentence for people
   * @param tasks that it was about
   */
  record Decision(String subject, String outcome, String message, long tasks) {}

  private record Document(String action, boolean complete, List<Decision> decisions) {}

  void done(String subject, String outcome, String message, long tasks) {
    made.add(new Decision(subject, outcome, message, tasks));
    output.line("%s", message);
  }

  /** Goes on with the others. */
  void failed(String subject, String outcome, String message) {
    made.add(new Decision(subject, outcome, message, 0));
    complete = false;
    output.complain(message);
  }

  /** Whether all was done. */
  boolean finish(String action) {
    output.document(new Document(action, complete, made));
    return complete;
  }
}
