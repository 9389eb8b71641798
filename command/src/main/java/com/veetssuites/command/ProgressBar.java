package com.veetssuites.command;

import java.io.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The progress of long work, told to the person who waits: one step after the other, each with rate
 * and remaining time.
 *
 * <p>On a terminal one line is redrawn in place, at most ten times a second. Anywhere else (a file,
 * a pipe, a log) a step is a plain line when it ends, and one every ten seconds until then. Safe
 * for use by several threads.
 *
 * {@snippet :
 * try (var progress = ProgressBar.on(out)) {
 *   progress.begin("courses", courses.size());
 *   for (Course course : courses) {
 *     save(course);
 *     progress.advance(1);
 *   }
 * }
 * }
 */
public final class ProgressBar implements AutoCloseable {

  private static final int WIDTH = 24;
  private static final long REDRAW = Duration.ofMillis(100).toNanos();
  private static final long REPORT = Duration.ofSeconds(10).toNanos();
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;

  private String step = "";
  private long total;
  private long done;
  private long began;
  private long shown;
  private int drawn;

  ProgressBar(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /**
   * A progress bar on standard output, written through this writer: redrawn in place if it is a
   * terminal.
   */
  public static ProgressBar on(PrintWriter standardOutput) {
    Console console = System.console();
    return new ProgressBar(
        standardOutput, console != null && console.isTerminal(), System::nanoTime);
  }

  /** A progress bar that nobody sees. */
  public static ProgressBar silent() {
    return new ProgressBar(new PrintWriter(Writer.nullWriter()), false, System::nanoTime);
  }

  /**
   * Ends the step before, and begins this one.
   *
   * @param step what is being made or done, in the plural: {@code courses}
   * @param total how many there will be; 0 shows nothing
   */
  public synchronized void begin(String step, long total) {
    close();
    this.step = step;
    this.total = total;
    done = 0;
    began = nanoTime.getAsLong();
    shown = began;
    if (terminal && total > 0) {
      draw(began);
    }
  }

  /** There will be more of this step than was known when it began. */
  public synchronized void expect(long total) {
    this.total = Math.max(total, done);
  }

  /** Counts what was done since the last call. */
  public synchronized void advance(long count) {
    done = Math.min(total, done + count);
    long now = nanoTime.getAsLong();
    if (total > 0 && now - shown >= (terminal ? REDRAW : REPORT)) {
      shown = now;
      draw(now);
    }
  }

  /** Ends the step: what was done, and in which time. The bar can go on with {@link #begin}. */
  @Override
  public synchronized void close() {
    if (total == 0) {
      return;
    }
    double seconds = (nanoTime.getAsLong() - began) / SECOND;
    print(
        "%-12s %,11d %s in %.1f s"
            .formatted(step, done, done < total ? "of %,d".formatted(total) : "done", seconds));
    if (terminal) {
      out.println();
    }
    out.flush();
    drawn = 0;
    total = 0;
  }

  private void draw(long now) {
    double seconds = (now - began) / SECOND;
    double rate = seconds > 0 ? done / seconds : 0;
    String remaining = rate > 0 ? clock(Math.round((total - done) / rate)) : "-:--";
    int percent = (int) (100.0 * done / total);
    String numbers =
        "%3d %%  %,d of %,d  %,.0f/s  %s left".formatted(percent, done, total, rate, remaining);
    if (terminal) {
      int filled = (int) (WIDTH * done / total);
      String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
      print("%-12s %s %s".formatted(step, bar, numbers));
    } else {
      print("%-12s %s".formatted(step, numbers));
    }
  }

  /** Overwrites the line on a terminal: what the longer line before leaves over is blanked. */
  private void print(String line) {
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      drawn = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }

  private static String clock(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
