package com.veetssuites.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import com.veetssuites.command.ProgressBar;
import com.veetssuites.platform.VeetsSuites;
import com.veetssuites.platform.demo.DemoData;
import com.veetssuites.platform.demo.DemoPlan;
import com.veetssuites.platform.demo.DemoSize;
import com.veetssuites.testing.PostgresExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * What the monitor costs a request: the course list from the response cache, and uncached, of two
 * servers in one process, one measured by the monitor and one not. Their rounds alternate, each
 * time the other one first. Beside requests a second it tells the processor time of the process for
 * each request, which the load, a process of its own, does not disturb.
 */
final class MonitorBenchmark {

  private static final int WARM_UP_SECONDS = 15;
  private static final String LIST = "/api/courses/";

  private MonitorBenchmark() {}

  private record Round(double perSecond, double cpuMicros) {}

  private record Server(ConfigurableApplicationContext context, String url) {}

  static void main(String... arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    String database = PostgresExtension.createDatabase();
    System.out.println(
        "| list | monitor | req/s (median) | fewer | CPU µs a request (median) | more | spread of"
            + " the rounds |");
    System.out.println("|---|---|---|---|---|---|---|");
    compare("from the response cache", database, rounds, seconds);
    compare(
        "uncached",
        database,
        rounds,
        seconds,
        "--veets.cache.enabled=false",
        "--veets.response.enabled=false");
    System.exit(0); // whatever threads are left
  }

  private static void compare(
      String name, String database, int rounds, int seconds, String... settings) throws Exception {
    Server watched = start(database, true, settings);
    Server unwatched = start(database, false, settings);
    try {
      load(watched, WARM_UP_SECONDS);
      load(unwatched, WARM_UP_SECONDS);
      List<Round> with = new ArrayList<>();
      List<Round> without = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        if (round % 2 == 0) {
          with.add(load(watched, seconds));
          without.add(load(unwatched, seconds));
        } else {
          without.add(load(unwatched, seconds));
          with.add(load(watched, seconds));
        }
        System.err.printf(
            Locale.ROOT,
            "round %d: %s with, %s without%n",
            round + 1,
            with.getLast(),
            without.getLast());
      }
      print(name, with, without);
    } finally {
      unwatched.context().close();
      watched.context().close();
    }
  }

  private static Server start(String database, boolean watched, String... settings)
      throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--veets.data-folder=" + Files.createTempDirectory("veets-benchmark"),
                "--veets.database.url=" + database,
                "--veets.account.secret=a secret of this benchmark, which nobody else knows",
                "--veets.monitor.enabled=" + watched));
    all.addAll(Arrays.asList(settings));
    ConfigurableApplicationContext context =
        new SpringApplication(VeetsSuites.class).run(all.toArray(String[]::new));
    var data =
        new DemoData(context.getBean(DataSource.class), context.getBean(PasswordEncoder.class));
    if (watched && settings.length == 0) {
      data.load(
          DemoPlan.of(DemoSize.LARGE), ProgressBar.on(new PrintWriter(System.err, true, UTF_8)));
    }
    int port =
        Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
            .getPort();
    return new Server(context, "http://127.0.0.1:" + port + LIST);
  }

  private static Round load(Server server, int seconds) throws IOException, InterruptedException {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long before = machine.getProcessCpuTime();
    double perSecond = Rounds.perSecond(server.url(), seconds);
    double cpuMicros = (machine.getProcessCpuTime() - before) / 1e3 / (perSecond * seconds);
    return new Round(perSecond, cpuMicros);
  }

  private static void print(String name, List<Round> with, List<Round> without) {
    double fewer = 1 - median(with, Round::perSecond) / median(without, Round::perSecond);
    double more = median(with, Round::cpuMicros) - median(without, Round::cpuMicros);
    System.out.printf(
        Locale.ROOT,
        "| %s | no | %.0f | | %.1f | | %.0f %% |%n",
        name,
        median(without, Round::perSecond),
        median(without, Round::cpuMicros),
        spread(without));
    System.out.printf(
        Locale.ROOT,
        "| %s | yes | %.0f | %.1f %% | %.1f | %.1f | %.0f %% |%n",
        name,
        median(with, Round::perSecond),
        fewer * 100,
        median(with, Round::cpuMicros),
        more,
        spread(with));
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** From the slowest to the fastest round, of the median. */
  private static double spread(List<Round> rounds) {
    double[] sorted = rounds.stream().mapToDouble(Round::perSecond).sorted().toArray();
    return (sorted[sorted.length - 1] - sorted[0]) / sorted[sorted.length / 2] * 100;
  }
}
