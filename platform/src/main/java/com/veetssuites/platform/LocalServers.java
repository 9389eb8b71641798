package com.veetssuites.platform;

import com.veetssuites.cache.autoconfigure.RedisCacheAutoConfiguration;
import com.veetssuites.cache.redis.RedisUnusable;
import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.RunningServer;
import com.veetssuites.command.ServerAccess;
import com.veetssuites.command.TemporaryServer;
import com.veetssuites.platform.account.CommandToken;
import com.veetssuites.platform.database.CommandAccess;
import com.veetssuites.platform.database.DataFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;

/** How commands come to the server of this machine, or to one of their own. */
final class LocalServers implements ServerAccess {

  /** Whether the settings of this process let servers share their caches. */
  static boolean shareCaches() {
    StandardEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    ConfigurationPropertySources.attach(environment);
    try {
      return RedisCacheAutoConfiguration.wanted(environment);
    } catch (RedisUnusable e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Path dataFolder() {
    return DataFolder.ofEnvironment().path();
  }

  /** The application with everything but its workers, for one client. */
  @Override
  public TemporaryServer start() {
    CommandAccess.requireDatabase();
    var application = new SpringApplication(VeetsSuites.class);
    application.setLogStartupInfo(false);
    application.setDefaultProperties(Map.of("spring.main.lazy-initialization", "true"));
    ConfigurableApplicationContext context;
    try {
      context =
          application.run(
              "--debug=false",
              "--server.address=127.0.0.1",
              "--server.port=0",
              "--veets.announced=false",
              "--veets.cache.warm-on-start=false",
              "--veets.database.attach=true",
              "--veets.tasks.worker.enabled=false",
              "--veets.monitor.alerts.enabled=false",
              // The command tells what went wrong; this would be in the middle of what it prints.
              "--logging.level.root=error",
              "--logging.level.com.veetssuites=error");
    } catch (RuntimeException e) {
      CommandFailed failed = StartFailureReporter.commandFailed(e);
      throw failed == null ? e : failed;
    }
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    return new TemporaryServer(
        new RunningServer(
            URI.create("http://127.0.0.1:" + port),
            context.getBean(CommandToken.class).value(),
            ProcessHandle.current().pid(),
            context.getBean(JdbcConnectionDetails.class).toString()),
        context::close);
  }
}
