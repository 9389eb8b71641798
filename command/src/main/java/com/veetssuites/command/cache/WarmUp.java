package com.veetssuites.command.cache;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import com.veetssuites.command.ProgressBar;
import com.veetssuites.command.ServerClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A warm-up that a server does for a command: begun, watched, and ended with the command. */
final class WarmUp {

  /** What a process that Ctrl-C has ended answers with. */
  static final int INTERRUPTED = 130;

  private static final String PATH = "/actuator/cachewarmup";
  private static final long FIRST_MILLIS = 20;
  private static final long LONGEST_MILLIS = 250;

  private final ServerClient client;
  private final Output output;
  private final ProgressBar bar;
  private volatile boolean interrupted;

  WarmUp(ServerClient client, Output output, ProgressBar bar) {
    this.client = client;
    this.output = output;
    this.bar = bar;
  }

  private static final Duration BEGIN = Duration.ofSeconds(10);

  /** How far the server is; as its endpoint says it. */
  record Status(
      long run, String state, long done, long failed, long total, long millis, List<Part> parts) {}

  /** What one warmer has done. */
  record Part(
      String warmer, long done, long failed, long total, List<String> reasons, long millis) {}

  private record Overview(@Nullable Status last) {}

  private record Order(String parts, String limits) {}

  /**
   * Runs one to its end.
   *
   * @return how it ended; null when this process is being ended
   */
  @Nullable Status run(List<String> parts, List<String> limits) {
    Order order = new Order(String.join(",", parts), String.join(";", limits));
    var begun = new CompletableFuture<Long>();
    // Before the run is begun, or who is faster would leave it behind.
    Thread end = new Thread(() -> interrupt(begun), "warm-up-interrupt");
    Runtime.getRuntime().addShutdownHook(end);
    try (bar) {
      Status status = client.post(PATH, order, Status.class);
      begun.complete(status.run());
      return watch(status);
    } catch (CommandFailed e) {
      if (interrupted) {
        return null; // the server was going as well
      }
      throw e;
    } finally {
      begun.cancel(false); // where it never began there is nothing to end
      keep(end);
    }
  }

  private @Nullable Status watch(Status begun) {
    Status status = begun;
    long shown = 0;
    bar.begin("values", 0);
    for (long pause = FIRST_MILLIS;
        status.state().equals("running") && !interrupted;
        pause = Math.min(pause * 3 / 2, LONGEST_MILLIS)) {
      sleep(pause);
      Status last = client.get(PATH, Overview.class).last();
      if (last == null || last.run() != begun.run()) {
        throw new CommandFailed(
            "The server %s has begun another warm-up since; how this one ended is not known."
                .formatted(client));
      }
      status = last;
      bar.expect(status.total());
      bar.advance(status.done() - shown);
      shown = status.done();
    }
    return interrupted ? null : status;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted.", e);
    }
  }

  /** On a thread of the end of this process. */
  private void interrupt(CompletableFuture<Long> begun) {
    interrupted = true;
    try {
      long run = begun.orTimeout(BEGIN.toSeconds(), TimeUnit.SECONDS).join();
      if (!client.temporary()) { // that one ends with this process
        var _ = client.delete(PATH + "?only=" + run);
      }
      output.note("Interrupted: the warm-up has ended, and what it had warmed stays.");
    } catch (CompletionException | CancellationException e) {
      output.note("Interrupted before anything was warmed.");
    } catch (CommandFailed e) {
      output.note("Interrupted, but the warm-up goes on: %s", e.getMessage());
    }
  }

  /** The client is needed until the end was told; without an end there is nothing to tell. */
  private void keep(Thread end) {
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
