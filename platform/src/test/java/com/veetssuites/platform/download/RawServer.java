package com.veetssuites.platform.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on loopback that misbehaves as it is told: its answers are written byte by byte,
 * and the connection ends with the answer.
 */
public final class RawServer implements AutoCloseable {

  private final ServerSocket socket;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Answer answer;

  /** Writes an answer; when it throws, the connection is reset. */
  @FunctionalInterface
  public interface Answer {
    void write(Request request, OutputStream out) throws Exception;
  }

  /**
   * What was asked.
   *
   * @param headers by their names in lower case
   * @param serverName of the TLS handshake
   */
  public record Request(String path, Map<String, String> headers, @Nullable String serverName) {
    public @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  public RawServer(String address, @Nullable SSLContext tls, Answer answer) {
    this.answer = answer;
    try {
      InetAddress local = InetAddress.getByName(address);
      socket =
          tls == null
              ? new ServerSocket(0, 50, local)
              : tls.getServerSocketFactory().createServerSocket(0, 50, local);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(10_000);
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      String line = in.readLine();
      if (line == null) {
        return;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String header; (header = in.readLine()) != null && !header.isEmpty(); ) {
        int colon = header.indexOf(':');
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
      var request = new Request(line.split(" ")[1], headers, serverName(connection));
      requests.add(request);
      OutputStream out = connection.getOutputStream();
      try {
        answer.write(request, out);
        out.flush();
      } catch (Exception e) {
        connection.setSoLinger(true, 0); // a reset instead of an end
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static @Nullable String serverName(Socket connection) {
    return connection instanceof SSLSocket secure
            && secure.getSession() instanceof ExtendedSSLSession session
            && !session.getRequestedServerNames().isEmpty()
        ? new String(session.getRequestedServerNames().getFirst().getEncoded(), ISO_8859_1)
        : null;
  }

  /** From now on it answers like this. */
  public void answer(Answer next) {
    answer = next;
    requests.clear();
  }

  /** What was asked since the last change of the answer. */
  public List<Request> requests() {
    return requests;
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Writes the head of an answer. */
  public static void head(OutputStream out, String status, String... headers) throws IOException {
    var text = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    out.write(text.append("Connection: close\r\n\r\n").toString().getBytes(ISO_8859_1));
    out.flush();
  }

  /** A redirect. */
  public static Answer redirect(String location) {
    return (request, out) -> head(out, "302 Found", "Location: " + location, "Content-Length: 0");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
