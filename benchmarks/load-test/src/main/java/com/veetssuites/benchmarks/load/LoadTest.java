package com.veetssuites.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatling.app.Gatling$;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sun.misc.Signal;

/**
 * The process behind {@code veets load-test}: registers the students, lets Gatling run the scenario
 * and make its report, and writes the figures beside it.
 *
 * <p>It tells the command on standard output, a line each, what a person should read ({@code note},
 * {@code fail}) and when the users start ({@code begin}). What Gatling prints goes into {@code
 * run.log}. When standard input ends, the run ends with the report of what there is.
 */
public final class LoadTest {

  private static final int FAILED = 1;

  /** Their registration takes a while. */
  private static final int MANY = 20;

  private LoadTest() {}

  /** Runs the plan that the arguments say; exits with 0 if it ran, whatever the server answered. */
  public static void main(String... arguments) throws Exception {
    PrintStream command = System.out;
    LoadPlan plan = LoadPlan.of(arguments);
    Files.createDirectories(plan.folder());
    PrintStream log =
        new PrintStream(Files.newOutputStream(plan.folder().resolve("run.log")), true, UTF_8);
    System.setOut(log);
    System.setErr(log);
    try {
      LoadRun run = new LoadRun(plan, accounts(plan, command));
      stopWhenTold(run);
      run.makeCurrent();
      tell(command, "begin", "");
      Path report = gatling(plan);
      LoadFigures.write(run, report);
      System.exit(0);
    } catch (LoadRefused e) {
      tell(command, "fail", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      tell(command, "fail", "The server does not answer any more: " + e);
    } catch (RuntimeException | AssertionError e) {
      // The second is what Gatling says to a run that ends before its first request.
      e.printStackTrace(log);
      tell(command, "fail", "There is no report, Gatling says: " + e.getMessage());
    }
    System.exit(FAILED);
  }

  private static List<LoadAccounts.Account> accounts(LoadPlan plan, PrintStream command)
      throws IOException, InterruptedException {
    if (plan.students() == 0) {
      return List.of();
    }
    if (plan.students() >= MANY) {
      tell(command, "note", "Registering %d students …".formatted(plan.students()));
    }
    List<LoadAccounts.Account> accounts = new LoadAccounts(plan).register(plan.students());
    if (accounts.size() < plan.students()) {
      tell(
          command,
          "note",
          "The server lets an address register only so many accounts in a while: %d students share %d."
              .formatted(plan.students(), accounts.size()));
    }
    return accounts;
  }

  /** Ctrl-C reaches this process as well as the command, whose end would be seen here otherwise. */
  private static void stopWhenTold(LoadRun run) {
    Signal.handle(new Signal("INT"), signal -> run.stop());
    Thread.ofPlatform()
        .daemon()
        .name("command")
        .start(() -> {
          try {
            while (System.in.read() >= 0) {
              // Nothing is said on it.
            }
          } catch (IOException e) {
            // The same as its end.
          }
          run.stop();
        });
  }

  /** The folder of the report. */
  private static Path gatling(LoadPlan plan) throws IOException {
    Path results = plan.folder().resolve("gatling");
    // What its main method does before it exits: the result is in the report.
    Gatling$.MODULE$.fromArgs(
        new String[] {
          "--simulation", PlatformSimulation.class.getName(), "--results-folder", results.toString()
        });
    try (Stream<Path> runs = Files.list(results)) {
      return Files.move(runs.findFirst().orElseThrow(), plan.folder().resolve("report"));
    } finally {
      Files.deleteIfExists(results);
    }
  }

  private static void tell(PrintStream command, String what, String sentence) {
    command.println(what + " " + sentence.replaceAll("\\s+", " "));
    command.flush();
  }
}
