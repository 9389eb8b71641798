package com.veetssuites.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server on loopback that answers as a test says, and remembers what it was asked. */
public final class SmallServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** A request. */
  public record Asked(String method, String path, String token, String body) {}

  /** What it is answered with; 0 breaks the connection off. */
  public record Answer(int status, String body) {}

  public SmallServer(Function<Asked, Answer> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  private void answer(HttpExchange exchange, Function<Asked, Answer> answers) throws IOException {
    try (exchange) {
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(request);
      Answer answer = answers.apply(request);
      if (answer.status() == 0) {
        return;
      }
      if (answer.status() / 100 == 3) {
        exchange.getResponseHeaders().set("Location", answer.body());
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** In the order of their coming. */
  public List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
