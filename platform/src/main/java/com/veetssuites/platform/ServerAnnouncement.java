package com.veetssuites.platform;

import com.veetssuites.command.RunningServer;
import com.veetssuites.platform.account.CommandToken;
import com.veetssuites.platform.database.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the commands of this machine where the server is, while it runs. */
@Component
@ConditionalOnProperty(name = "veets.announced", havingValue = "true", matchIfMissing = true)
class ServerAnnouncement implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(ServerAnnouncement.class);

  private final Path folder;
  private final CommandToken token;
  private final JdbcConnectionDetails database;
  private @Nullable RunningServer announced;

  ServerAnnouncement(DataFolder folder, CommandToken token, JdbcConnectionDetails database) {
    this.folder = folder.path();
    this.token = token;
    this.database = database;
  }

  @EventListener
  void started(WebServerInitializedEvent event) {
    RunningServer server =
        new RunningServer(
            URI.create("http://127.0.0.1:" + event.getWebServer().getPort()),
            token.value(),
            ProcessHandle.current().pid(),
            database.toString());
    try {
      server.announce(folder);
      announced = server;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn(
          "Commands will not find this server: {} cannot be written: {}", folder, e.toString());
    }
  }

  @Override
  public void destroy() throws IOException {
    if (announced != null) {
      announced.forget(folder);
    }
  }
}
