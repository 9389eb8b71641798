package com.veetssuites.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Spring Boot application of somebody else, on a random port, with a client of it.
 *
 * <p>It runs in a class loader of its own, whose class path is that of the tests without what the
 * other team would not have: what a module lists as optional is there only where they bring it. So
 * it shows what a dependency on the module alone gives. Nothing of it is reached but by HTTP.
 */
public final class ForeignApplication implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final URLClassLoader loader;
  private final AutoCloseable context;
  private final String base;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private ForeignApplication(URLClassLoader loader, AutoCloseable context, String port) {
    this.loader = loader;
    this.context = context;
    this.base = "http://127.0.0.1:" + port;
  }

  /**
   * Starts an application and waits until it serves.
   *
   * @param application the name of its class, as for {@code SpringApplication.run}
   * @param absent parts of the paths of what is not on its class path, such as {@code /lettuce-}
   * @param settings such as {@code spring.datasource.url=…}
   */
  public static ForeignApplication start(
      String application, Collection<String> absent, String... settings) {
    URLClassLoader loader =
        new URLClassLoader(classPath(absent), ClassLoader.getPlatformClassLoader());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      // Of a whole process only one Tomcat may have it, and that is the one of other tests.
      loader
          .loadClass("org.apache.catalina.webresources.TomcatURLStreamHandlerFactory")
          .getMethod("disable")
          .invoke(null);
      String[] arguments =
          Stream.concat(
                  Stream.of("server.port=0", "server.address=127.0.0.1"), Arrays.stream(settings))
              .map(setting -> "--" + setting)
              .toArray(String[]::new);
      Object context =
          loader
              .loadClass("org.springframework.boot.SpringApplication")
              .getMethod("run", Class.class, String[].class)
              .invoke(null, loader.loadClass(application), arguments);
      Object environment =
          loader
              .loadClass("org.springframework.core.env.EnvironmentCapable")
              .getMethod("getEnvironment")
              .invoke(context);
      Object port =
          loader
              .loadClass("org.springframework.core.env.PropertyResolver")
              .getMethod("getProperty", String.class)
              .invoke(environment, "local.server.port");
      return new ForeignApplication(loader, (AutoCloseable) context, String.valueOf(port));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(application + " did not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(application + " cannot be started", e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL[] classPath(Collection<String> absent) {
    List<String> all =
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    for (String part : absent) {
      if (all.stream().noneMatch(entry -> entry.contains(part))) {
        throw new IllegalArgumentException(part + " is not on the class path, so leave it out.");
      }
    }
    return all.stream()
        .filter(entry -> absent.stream().noneMatch(entry::contains))
        .map(ForeignApplication::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }

  /** Sends a GET; headers are names and values in turn. */
  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  /** Sends a request without a body; headers are names and values in turn. */
  public HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(TIMEOUT)
            .method(method, BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    client.close();
    context.close();
    loader.close();
  }
}
