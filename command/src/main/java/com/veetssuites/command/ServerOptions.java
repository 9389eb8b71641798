package com.veetssuites.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which server a command talks to: a mixin for commands.
 *
 * <p>The named one; or else the one of this machine; or else one in this process, as long as the
 * command takes.
 *
 * {@snippet :
 * @Mixin private ServerOptions server = new ServerOptions();
 *
 * try (ServerClient client = server.open(access, output)) {
 *   Overview overview = client.get("/actuator/tieredcaches", Overview.class);
 * }
 * }
 */
public final class ServerOptions {

  @Option(
      names = "--server",
      paramLabel = "URL",
      order = 90,
      description =
          "The server to act on, such as https://school.example.org (default: the one of this"
              + " machine).")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      order = 91,
      description =
          "With --server: a file with its operations token (default: the environment's"
              + " VEETS_TOKEN).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--insecure",
      order = 92,
      description = "With --server: send the token over plain http to another machine.")
  private boolean insecure;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  private @Nullable String environment = System.getenv(AccessToken.VARIABLE);

  /** With this instead of the token of the environment. */
  ServerOptions environment(@Nullable String token) {
    environment = token;
    return this;
  }

  /** Refuses what cannot be meant; {@link #open} does so too, if it comes first. */
  public void check() {
    if (server == null) {
      if (tokenFile != null || insecure) {
        throw wrong(
            (tokenFile != null ? "--token-file" : "--insecure") + " goes with --server.", null);
      }
      return;
    }
    try {
      URI url = ServerAddress.parse(server);
      if (ServerAddress.open(url) && !insecure) {
        throw wrong(
            "The token would be readable on its way to %s: use https, or --insecure if the network is yours."
                .formatted(url),
            null);
      }
    } catch (IllegalArgumentException e) {
      throw wrong(Objects.requireNonNull(e.getMessage()), e);
    }
  }

  /**
   * A client of the server; to be closed, which ends a server that was started for it.
   *
   * @param output told when there is no server, and the work is done in this process
   * @throws CommandFailed when there is none to be had
   */
  public ServerClient open(ServerAccess access, Output output) {
    ServerClient running = find(access);
    if (running != null) {
      return running;
    }
    output.note("No server runs: doing it in this process, which takes a few seconds to start.");
    return ServerClient.of(access.start());
  }

  /**
   * A client of the server that was named, or runs on this machine; null when none was, and none
   * does.
   */
  public @Nullable ServerClient find(ServerAccess access) {
    check();
    if (server != null) {
      return remote(ServerAddress.parse(server), access);
    }
    RunningServer running = RunningServer.find(access.dataFolder());
    return running != null && running.listens() ? running.client() : null;
  }

  private ServerClient remote(URI url, ServerAccess access) {
    String token = AccessToken.find(tokenFile, environment);
    if (token == null && ServerAddress.local(url)) {
      RunningServer running = RunningServer.find(access.dataFolder());
      if (running != null && running.url().getPort() == ServerAddress.port(url)) {
        return running.client();
      }
    }
    if (token == null) {
      throw wrong(
          "--server needs the operations token of that server: in a file with --token-file, or in the environment as %s."
              .formatted(AccessToken.VARIABLE),
          null);
    }
    return ServerClient.of(url, token);
  }

  private ParameterException wrong(String sentence, @Nullable Throwable cause) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), sentence, cause);
  }
}
