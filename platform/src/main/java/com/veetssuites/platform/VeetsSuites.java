package com.veetssuites.platform;

import com.veetssuites.command.CommandLauncher;
import com.veetssuites.command.cache.WarmCacheCommand;
import com.veetssuites.command.load.LoadProgram;
import com.veetssuites.command.load.LoadTestCommand;
import com.veetssuites.command.monitor.PerformanceMonitorCommand;
import com.veetssuites.command.optimize.OptimizeDatabaseCommand;
import com.veetssuites.command.task.TasksCommand;
import com.veetssuites.platform.database.CommandAccess;
import com.veetssuites.platform.database.DataFolder;
import com.veetssuites.platform.demo.DemoDataCommand;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The VeetsSuites application. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class VeetsSuites {

  /** What a command returns when the process goes on after it. */
  static final int STILL_RUNNING = -1;

  /** Runs the command that the arguments name: {@code veets serve}, {@code veets demo-data}, … */
  public static void main(String... arguments) {
    int exitCode =
        new CommandLauncher(
                List.of(
                    new ServeCommand(),
                    new WorkerCommand(),
                    new DemoDataCommand(),
                    new OptimizeDatabaseCommand(
                        new CommandAccess(),
                        CommandAccess::migrations,
                        () -> DataFolder.ofEnvironment().path()),
                    new TasksCommand(new CommandAccess()),
                    new WarmCacheCommand(new LocalServers(), LocalServers::shareCaches),
                    new PerformanceMonitorCommand(new LocalServers(), Clock.systemUTC()),
                    new LoadTestCommand(
                        LoadProgram.ofCheckout(System.getProperty("veets.home")),
                        () -> Path.of(System.getProperty("veets.home", ""), "target", "load-test"),
                        Clock.system(ZoneId.systemDefault()))))
            .run(arguments);
    if (exitCode != STILL_RUNNING) {
      System.exit(exitCode);
    }
  }
}
