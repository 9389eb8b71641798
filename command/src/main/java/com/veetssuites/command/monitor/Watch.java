package com.veetssuites.command.monitor;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.ServerClient;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.function.Supplier;

/**
 * Shows something again and again until Ctrl-C, which is how this ends and no failure: the process
 * answers with 0.
 *
 * @param inPlace over what was shown before, on a terminal; otherwise below it
 */
record Watch(PrintWriter out, int seconds, boolean inPlace) {

  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final String CLEAR = "\u001b[2J";

  static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /**
   * Shows what this supplies, as lines, until the process is ended.
   *
   * @throws CommandFailed when the server no longer answers
   */
  void run(ServerClient client, Supplier<List<String>> shown) {
    Thread end = new Thread(() -> end(client), "watch-end");
    Runtime.getRuntime().addShutdownHook(end);
    try {
      if (inPlace) {
        out.print(CLEAR);
      }
      while (true) {
        show(shown.get());
        Thread.sleep(seconds * 1_000L);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      keep(end);
    }
  }

  private void show(List<String> lines) {
    if (inPlace) {
      out.print(HOME);
      fitting(lines, rows())
          .forEach(line -> out.print(line + REST_OF_LINE + System.lineSeparator()));
      out.print(REST_OF_SCREEN);
    } else {
      lines.forEach(out::println);
    }
    out.flush();
  }

  /** What would scroll is left out: the next time would not be in the same place. */
  static List<String> fitting(List<String> lines, int rows) {
    if (lines.size() < rows) {
      return lines;
    }
    List<String> fitting = new ArrayList<>(lines.subList(0, Math.max(1, rows - 2)));
    fitting.add(
        "… %d lines more than the terminal has room for".formatted(lines.size() - fitting.size()));
    return fitting;
  }

  /** Of the terminal; very many when it does not tell. */
  private static int rows() {
    try {
      Process size = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      try (Scanner answer = new Scanner(size.getInputStream(), StandardCharsets.US_ASCII)) {
        int rows = answer.hasNextInt() ? answer.nextInt() : 0;
        return rows > 0 ? rows : Integer.MAX_VALUE;
      }
    } catch (IOException e) {
      return Integer.MAX_VALUE;
    }
  }

  /** On a thread of the end of this process, whose exit code only this can still decide. */
  private static void end(ServerClient client) {
    client.close();
    Runtime.getRuntime().halt(0);
  }

  /** Once the end has begun, what fails because of it is nobody's concern. */
  private static void keep(Thread end) {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      try {
        end.join();
      } catch (InterruptedException again) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
