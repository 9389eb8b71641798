package com.veetssuites.benchmarks.regression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive connection that sends one request again and again. It allocates next to nothing
 * for an answer, so that what a process allocates meanwhile is the server's.
 */
final class Connection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;
  private final byte[] request;
  private final byte[] line = new byte[1 << 14];
  private final byte[] sink = new byte[1 << 14];

  Connection(int port, String path, @Nullable String token) throws IOException {
    this.socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.output = socket.getOutputStream();
    this.request =
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nAccept: */*\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                + "\r\n")
            .getBytes(ISO_8859_1);
  }

  /**
   * Sends it and reads the answer to its end.
   *
   * @return whether it came from the response cache
   * @throws IOException also when the answer is not a 200
   */
  boolean get() throws IOException {
    output.write(request);
    int length = readLine();
    if (length < 12 || line[9] != '2' || line[10] != '0' || line[11] != '0') {
      throw new IOException("Answered with " + new String(line, 0, length, ISO_8859_1));
    }
    long body = -1;
    boolean chunked = false;
    boolean hit = false;
    for (int n = readLine(); n > 0; n = readLine()) {
      if (starts(n, "content-length: ")) {
        body = number(16, n, 10);
      } else if (starts(n, "transfer-encoding: chunked")) {
        chunked = true;
      } else if (starts(n, "cache-status: veets; hit")) {
        hit = true;
      }
    }
    if (chunked) {
      long size;
      do {
        int n = readLine();
        size = number(0, n, 16);
        skip(size);
        readLine();
      } while (size > 0);
    } else {
      skip(body);
    }
    return hit;
  }

  private boolean starts(int length, String lower) {
    if (length < lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      int c = line[i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private long number(int from, int to, int base) throws IOException {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(line[i], base);
      if (digit < 0) {
        throw new IOException(
            "No number: " + new String(line, 0, to, ISO_8859_1).toLowerCase(Locale.ROOT));
      }
      value = value * base + digit;
    }
    return value;
  }

  private void skip(long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      int n = input.read(sink, 0, (int) Math.min(left, sink.length));
      if (n < 0) {
        throw new IOException("The server closed the connection");
      }
      left -= n;
    }
  }

  private int readLine() throws IOException {
    int n = 0;
    for (int b = input.read(); b != '\n'; b = input.read()) {
      if (b < 0) {
        throw new IOException("The server closed the connection");
      }
      if (b != '\r') {
        line[n++] = (byte) b;
      }
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
