package com.veetssuites.platform.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.veetssuites.command.ProgressBar;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code veets demo-data}: fills the database with believable data. */
@Command(
    name = "demo-data",
    description = {
      "Fill the database with believable data: people, courses, enrollments, live sessions, portfolios.",
      "",
      "The same seed and numbers make the same rows, on every machine and at any time. What is there"
          + " already counts: the same command again adds nothing, larger numbers add what is missing."
          + " Everything is loaded in one transaction, so a load that fails leaves nothing behind.",
      "",
      "All demo users have the password demo-password: student@example.com, instructor@example.com,"
          + " admin@example.com and the others. Therefore a database with any user whose address is not at"
          + " example.com is refused. With --force the data is added there, but nobody can sign in as a demo"
          + " user unless you choose a --password. Users that are there are never changed."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  veets demo-data                       a set to measure with",
      "  veets demo-data --courses 100 --enrollments 1000 --sessions 200",
      "  veets demo-data --users 20000 --enrollments 2000000   more people",
      "  DATABASE_URL=postgres://user:password@host:5432/name veets demo-data"
    })
public final class DemoDataCommand implements Callable<Integer> {

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Users, the three accounts among them (default: ${DEFAULT-VALUE}).")
  private int users = DemoSize.LARGE.users();

  @Option(
      names = "--courses",
      paramLabel = "N",
      description = "Courses, nine in ten published (default: ${DEFAULT-VALUE}).")
  private int courses = DemoSize.LARGE.courses();

  @Option(
      names = "--enrollments",
      paramLabel = "N",
      description = "Enrollments (default: ${DEFAULT-VALUE}).")
  private int enrollments = DemoSize.LARGE.enrollments();

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Live sessions, past and future (default: ${DEFAULT-VALUE}).")
  private int sessions = DemoSize.LARGE.sessions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Another seed makes other rows (default: ${DEFAULT-VALUE}).")
  private long seed = DemoPlan.DEFAULT_SEED;

  @Option(
      names = "--force",
      description =
          "Load among users that are not demo data, with accounts that nobody can sign in to.")
  private boolean force;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "Password of new demo users instead of demo-password, also with --force.")
  private @Nullable String password;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    DemoPlan plan = new DemoPlan(size(commandLine), seed, force, password(commandLine));
    PrintWriter out = commandLine.getOut();
    try (ConfigurableApplicationContext context = start()) {
      var demoData =
          new DemoData(
              context.getBean(DataSource.class),
              PasswordEncoderFactories.createDelegatingPasswordEncoder());
      long began = System.nanoTime();
      DemoData.Loaded loaded = demoData.load(plan, ProgressBar.on(out));
      if (loaded.nothing()) {
        out.println("All of it was there already.");
      } else {
        out.printf(
            "Added %,d users, %,d courses, %,d enrollments, %,d sessions, %,d portfolios in %.1f s.%n",
            loaded.users(),
            loaded.courses(),
            loaded.enrollments(),
            loaded.sessions(),
            loaded.portfolios(),
            (System.nanoTime() - began) / 1e9);
      }
      DemoAccounts.print(loaded.accounts(), out);
      return CommandLine.ExitCode.OK;
    }
  }

  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(DatabaseOnly.class)
        .web(WebApplicationType.NONE)
        .logStartupInfo(false)
        // A server that runs on the embedded database goes on.
        .properties(Map.of("veets.database.attach", true))
        .run();
  }

  private DemoSize size(CommandLine commandLine) {
    try {
      return new DemoSize(users, courses, enrollments, sessions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, Objects.requireNonNull(e.getMessage()), e);
    }
  }

  /** Bcrypt takes 72 bytes; registration asks for 8 characters. */
  private @Nullable String password(CommandLine commandLine) {
    if (password != null && (password.length() < 8 || password.getBytes(UTF_8).length > 72)) {
      throw new ParameterException(
          commandLine, "--password must have 8 characters at least and 72 bytes at most.");
    }
    return password;
  }

  /** The part of the application that a command needs which only writes to the database. */
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
  @ComponentScan("com.veetssuites.platform.database")
  static class DatabaseOnly {}
}
