package com.veetssuites.platform.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on loopback that can be told to answer otherwise than well: with some other reply,
 * not at all, byte by byte, or by closing the connection. It knows STARTTLS, which GreenMail does
 * not.
 */
final class ScriptedSmtp implements AutoCloseable {

  /** Keeps the client waiting until the server is closed. */
  static final String HANG = "hang";

  /** Closes the connection instead of an answer. */
  static final String DROP = "drop";

  /** An answer without an end: one line of it every 20 ms. */
  static final String TRICKLE = "trickle";

  private static final Map<String, String> WELL =
      Map.of(
          "GREETING", "220 ready",
          "MAIL", "250 sender ok",
          "RCPT", "250 recipient ok",
          "DATA", "354 go ahead",
          "END", "250 taken",
          "RSET", "250 reset",
          "NOOP", "250 here",
          "AUTH", "235 welcome",
          "QUIT", "221 bye");

  private final ServerSocket listener;
  private final @Nullable SSLSocketFactory tls;
  private final Map<String, Queue<String>> next = new ConcurrentHashMap<>();
  private final Map<String, String> always = new ConcurrentHashMap<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> arrivals = new ConcurrentHashMap<>();

  ScriptedSmtp() {
    this(null);
  }

  ScriptedSmtp(@Nullable SSLSocketFactory tls) {
    this.tls = tls;
    try {
      listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("scripted-smtp").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The next answer to a command; END is the end of a message. */
  ScriptedSmtp next(String command, String answer) {
    next.computeIfAbsent(command, any -> new ConcurrentLinkedQueue<>()).add(answer);
    return this;
  }

  /** Each answer to a command from now on. */
  ScriptedSmtp always(String command, String answer) {
    always.put(command, answer);
    return this;
  }

  /** How many connections were made. */
  int connections() {
    return connections.get();
  }

  int mostOpenAtOnce() {
    return mostOpen.get();
  }

  /** The messages for which the server has answered 250. */
  List<String> taken() {
    return List.copyOf(taken);
  }

  /** All commands. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  /** Waits until a command has come. */
  void await(String command) throws InterruptedException {
    arrival(command).await();
  }

  /** Closes all connections, as a server does with idle ones. */
  void closeConnections() {
    sockets.forEach(ScriptedSmtp::close);
  }

  private CountDownLatch arrival(String command) {
    return arrivals.computeIfAbsent(command, any -> new CountDownLatch(1));
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // The listener is closed.
      }
    }
  }

  private void serve(Socket plain) {
    Socket socket = plain;
    try {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      answer(socket, "GREETING");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (command) {
          case "EHLO" -> {
            boolean offer = tls != null && !(socket instanceof SSLSocket);
            say(
                socket,
                "250-scripted%s\r\n250 AUTH PLAIN".formatted(offer ? "\r\n250-STARTTLS" : ""));
          }
          case "STARTTLS" -> {
            say(socket, "220 go ahead");
            var secure =
                (SSLSocket)
                    java.util.Objects.requireNonNull(tls).createSocket(plain, null, port(), true);
            secure.setUseClientMode(false);
            socket = secure;
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
          }
          case "DATA" -> {
            if (answer(socket, "DATA").startsWith("354")) {
              var message = new StringBuilder();
              String part = in.readLine();
              for (; part != null && !part.equals("."); part = in.readLine()) {
                message.append(part).append("\r\n");
              }
              if (part == null) {
                return;
              }
              if (answer(socket, "END").startsWith("250")) {
                taken.add(message.toString());
              }
            }
          }
          case "QUIT" -> {
            answer(socket, "QUIT");
            return;
          }
          default -> answer(socket, command);
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client has gone, or the script wants it so.
    } finally {
      open.decrementAndGet();
      close(socket);
      close(plain);
    }
  }

  private String answer(Socket socket, String command) throws IOException, InterruptedException {
    Queue<String> queue = next.get(command);
    String scripted = queue == null ? null : queue.poll();
    String answer =
        scripted == null
            ? always.getOrDefault(command, WELL.getOrDefault(command, "502 unknown"))
            : scripted;
    arrival(command).countDown();
    switch (answer) {
      case DROP -> throw new IOException("dropped");
      case HANG -> {
        while (socket.getInputStream().read() >= 0) {
          // Whatever comes, no answer.
        }
        throw new IOException("the client has gone");
      }
      case TRICKLE -> {
        while (true) {
          say(socket, "250-and another thing");
          Thread.sleep(20);
        }
      }
      default -> say(socket, answer);
    }
    return answer;
  }

  private static void say(Socket socket, String line) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((line + "\r\n").getBytes(UTF_8));
    out.flush();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as closed as it can be.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeConnections();
  }
}
