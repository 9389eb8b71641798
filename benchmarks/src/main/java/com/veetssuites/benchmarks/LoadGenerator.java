package com.veetssuites.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends GET requests for one URL over keep-alive connections, each as fast as it is answered (a
 * closed loop), for a bounded time. Prints one line: requests a second, p50 and p99 in
 * microseconds, and answers other than 200 and 304.
 */
final class LoadGenerator {

  private static final int TIMEOUT_MILLIS = 30_000;

  private LoadGenerator() {}

  static void main(String... arguments) throws Exception {
    URI url = URI.create(arguments[0]);
    int connections = Integer.parseInt(arguments[1]);
    double seconds = Double.parseDouble(arguments[2]);
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    byte[] request = request(url, Arrays.asList(arguments).subList(3, arguments.length));
    List<Callable<Sample>> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      clients.add(() -> run(url, request, end));
    }
    long[] latencies = new long[0];
    long failures = 0;
    try (var threads = Executors.newFixedThreadPool(connections)) {
      for (Future<Sample> client : threads.invokeAll(clients)) {
        Sample sample = client.get();
        int length = latencies.length;
        latencies = Arrays.copyOf(latencies, length + sample.count());
        System.arraycopy(sample.nanos(), 0, latencies, length, sample.count());
        failures += sample.failures();
      }
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    Arrays.sort(latencies);
    System.out.printf(
        Locale.ROOT,
        "%.1f %d %d %d%n",
        latencies.length / elapsed,
        latencies[latencies.length / 2] / 1_000,
        latencies[(int) (latencies.length * 0.99)] / 1_000,
        failures);
  }

  private record Sample(long[] nanos, int count, long failures) {}

  private static byte[] request(URI url, List<String> headers) {
    var request =
        new StringBuilder("GET ")
            .append(url.getRawPath())
            .append(url.getRawQuery() == null ? "" : "?" + url.getRawQuery())
            .append(" HTTP/1.1\r\nHost: ")
            .append(url.getAuthority())
            .append("\r\nAccept: */*\r\n");
    headers.forEach(header -> request.append(header).append("\r\n"));
    return request.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  private static Sample run(URI url, byte[] request, long end) throws IOException {
    long[] nanos = new long[1 << 12];
    int count = 0;
    long failures = 0;
    byte[] line = new byte[1 << 12];
    while (true) {
      try (var socket = new Socket(url.getHost(), url.getPort())) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        var input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        var output = socket.getOutputStream();
        Answer answer;
        do {
          long sent = System.nanoTime();
          if (sent >= end) {
            return new Sample(nanos, count, failures);
          }
          output.write(request);
          answer = readAnswer(input, line);
          if (!answer.ok()) {
            failures++;
          }
          if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
          }
          nanos[count++] = System.nanoTime() - sent;
        } while (answer.keepAlive());
      }
    }
  }

  private record Answer(boolean ok, boolean keepAlive) {}

  /** Reads one answer to its end. */
  private static Answer readAnswer(InputStream input, byte[] line) throws IOException {
    String status = new String(line, 0, readLine(input, line), ISO_8859_1);
    long length = -1;
    boolean chunked = false;
    boolean keepAlive = true;
    for (int n = readLine(input, line); n > 0; n = readLine(input, line)) {
      if (line[0] == 'C' || line[0] == 'T') {
        String header = new String(line, 0, n, ISO_8859_1).toLowerCase(Locale.ROOT);
        if (header.startsWith("content-length:")) {
          length = Long.parseLong(header.substring(15).strip());
        }
        chunked |= header.equals("transfer-encoding: chunked");
        keepAlive &= !header.equals("connection: close");
      }
    }
    if (status.startsWith("HTTP/1.1 304")) {
      length = 0;
    }
    if (chunked) {
      long size;
      do {
        size = Long.parseLong(new String(line, 0, readLine(input, line), ISO_8859_1).strip(), 16);
        input.skipNBytes(size);
        readLine(input, line);
      } while (size > 0);
    } else {
      input.skipNBytes(Math.max(length, 0));
    }
    boolean notModified = status.startsWith("HTTP/1.1 304");
    return new Answer(notModified || status.startsWith("HTTP/1.1 200"), keepAlive);
  }

  private static int readLine(InputStream input, byte[] line) throws IOException {
    int n = 0;
    for (int b = input.read(); b != '\n'; b = input.read()) {
      if (b < 0) {
        throw new EOFException("The server closed the connection");
      }
      if (b != '\r') {
        line[n++] = (byte) b;
      }
    }
    return n;
  }
}
