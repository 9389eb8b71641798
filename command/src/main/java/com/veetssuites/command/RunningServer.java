package com.veetssuites.command;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The server that runs on this machine, as a file in its data folder tells the commands: where it
 * listens, and a token that is good for its actuator, from this machine, until it stops. Only the
 * owner of the file can read it.
 *
 * @param url without a path
 * @param token sent as a bearer token
 * @param process its id
 * @param database the address of its database, without the password
 */
public record RunningServer(URI url, String token, long process, String database) {

  private static final String FILE = "running-server";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int CONNECT_MILLIS = 1_000;

  /** Tells commands of this server, from now on until {@link #forget}. */
  public void announce(Path dataFolder) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("url", url.toString());
    properties.setProperty("token", token);
    properties.setProperty("process", Long.toString(process));
    properties.setProperty("database", database);
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Files.createDirectories(dataFolder);
    Path fresh =
        Files.createTempFile(
            dataFolder,
            FILE,
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, text.toString());
      Files.move(
          fresh,
          dataFolder.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Tells commands no more, unless another server has taken the place. */
  public void forget(Path dataFolder) throws IOException {
    if (equals(read(dataFolder))) {
      Files.deleteIfExists(dataFolder.resolve(FILE));
    }
  }

  /** The server of this data folder; null when none runs. */
  public static @Nullable RunningServer find(Path dataFolder) {
    try {
      RunningServer server = read(dataFolder);
      return server != null && ProcessHandle.of(server.process()).isPresent() ? server : null;
    } catch (IOException e) {
      return null; // another user's
    }
  }

  private static @Nullable RunningServer read(Path dataFolder) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(dataFolder.resolve(FILE))));
      return new RunningServer(
          URI.create(properties.getProperty("url", "")),
          properties.getProperty("token", ""),
          Long.parseLong(properties.getProperty("process", "")),
          properties.getProperty("database", ""));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether anything takes connections there: the file of a server that was killed stays. */
  boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), CONNECT_MILLIS);
      return true;
    } catch (SocketTimeoutException e) {
      return true; // but busy
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** A client of it; to be closed. */
  public ServerClient client() {
    return ServerClient.of(this);
  }

  /**
   * The body of what it answers to a GET of this path; null when it does not answer with success
   * within five seconds.
   */
  public @Nullable String get(String path) {
    try (ServerClient client = client()) {
      return client.get(path, TIMEOUT);
    } catch (CommandFailed e) {
      return null;
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return url + " (process " + process + ")";
  }
}
