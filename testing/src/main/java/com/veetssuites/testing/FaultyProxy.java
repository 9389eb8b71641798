package com.veetssuites.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server on loopback that can be made slow, cut, cut in one direction and reset, for all
 * connections or for those that have sent some word, and made good again. Bytes that are held back
 * by a one-way cut are lost with their connection, or arrive when the way is good again.
 */
public final class FaultyProxy implements AutoCloseable {

  /** Which bytes a cut holds back. */
  public enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Set<Direction> held = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean refusing;
  private volatile String heldWord = "";

  private FaultyProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  }

  /** Opens a way to a port of loopback. */
  public static FaultyProxy to(int port) {
    try {
      FaultyProxy proxy = new FaultyProxy(port);
      Thread.ofPlatform().daemon().name("faulty-proxy").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Leads new connections elsewhere, as a fail-over does; {@link #reset} ends the old ones. */
  public void target(int port) {
    target = port;
  }

  /** Each piece of data arrives this much later. */
  public void delay(Duration time) {
    delay = time;
  }

  /** Closes all connections and refuses new ones. */
  public void cut() {
    refusing = true;
    links.forEach(Link::close);
  }

  /** Holds back all bytes in one direction; connections stay open. */
  public void cut(Direction direction) {
    held.add(direction);
  }

  /** Holds back what connections get that have sent this word, and only those. */
  public void cutThoseThatSent(String word) {
    heldWord = word;
  }

  /** Resets all connections (RST); new ones are accepted. */
  public void reset() {
    links.forEach(Link::reset);
  }

  /** Makes the way good again. */
  public void heal() {
    refusing = false;
    heldWord = "";
    held.clear();
    delay = Duration.ZERO;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
          continue;
        }
        open(client);
      } catch (IOException e) {
        // The listener is closed, or the client has gone.
      }
    }
  }

  private void open(Socket client) throws IOException {
    try {
      Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
      links.add(link);
      link.open();
    } catch (IOException e) {
      client.close();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::close);
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void open() throws IOException {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pump(client, server, Direction.TO_SERVER));
      Thread.ofVirtual().start(() -> pump(server, client, Direction.TO_CLIENT));
    }

    private void pump(Socket from, Socket to, Direction direction) {
      byte[] buffer = new byte[65_536];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (direction == Direction.TO_SERVER) {
            remember(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          }
          Thread.sleep(delay);
          while (holds(direction)) {
            Thread.sleep(5);
          }
          out.write(buffer, 0, read);
        }
      } catch (IOException e) {
        // One side has gone; so goes the other.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        close();
      }
    }

    private void remember(String data) {
      if (sent.size() < 1000) {
        for (String word : data.split("\r\n", 32)) {
          if (!word.isEmpty() && word.length() < 32) {
            sent.add(word);
          }
        }
      }
    }

    private boolean holds(Direction direction) {
      return !client.isClosed()
          && !server.isClosed()
          && (held.contains(direction)
              || (direction == Direction.TO_CLIENT && sent.contains(heldWord)));
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
      }
      close();
    }

    void close() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is as closed as it can be.
        }
      }
    }
  }
}
