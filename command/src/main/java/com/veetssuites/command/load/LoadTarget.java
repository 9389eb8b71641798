package com.veetssuites.command.load;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.command.Output;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server that gets the load.
 *
 * @param url its scheme, host and port
 */
record LoadTarget(URI url) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String CATALOGUE = "/api/courses/";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The target that somebody typed.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong with it
   */
  static LoadTarget of(String typed) {
    URI url;
    try {
      url = new URI(typed);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(wrong(typed), e);
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean path = url.getRawPath() != null && !url.getRawPath().matches("/?");
    if (!scheme.matches("https?")
        || url.getHost() == null
        || url.getPort() > 65_535
        || url.getPort() == 0
        || path
        || url.getRawQuery() != null
        || url.getRawFragment() != null
        || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(wrong(typed));
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return new LoadTarget(URI.create(scheme + "://" + url.getHost() + port));
  }

  private static String wrong(String typed) {
    return "--url must be scheme, host and port, such as http://localhost:8000, not \"%s\"."
        .formatted(typed);
  }

  /** Whether nobody but this machine is loaded. */
  boolean local() {
    try {
      String host = url.getHost().replaceAll("[\\[\\]]", "");
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      throw new CommandFailed("There is no host \"%s\".".formatted(url.getHost()), e);
    }
  }

  /**
   * Asks for the catalogue once, so that no load goes to what is not ours.
   *
   * @throws CommandFailed when nothing answers, or something else
   */
  void check(Output output) {
    HttpResponse<String> answer = catalogue();
    JsonNode count = JSON.missingNode();
    if (answer.statusCode() == 200) {
      try {
        count = JSON.readTree(answer.body()).path("count");
      } catch (JacksonException e) {
        // Not ours: said below.
      }
    }
    if (!count.isNumber()) {
      throw new CommandFailed(
          "What answers at %s is not VeetsSuites: GET %s gave %d%s."
              .formatted(
                  url,
                  CATALOGUE,
                  answer.statusCode(),
                  answer.statusCode() == 200 ? " without a count" : ""));
    }
    if (count.asLong() == 0) {
      output.note(
          "The catalogue is empty, so nobody looks at a course or enrolls; ./veets demo-data fills"
              + " it.");
    }
  }

  private HttpResponse<String> catalogue() {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(CATALOGUE))
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new CommandFailed(
          "No server answers at %s; ./veets serve --demo starts one on http://localhost:8000."
              .formatted(url),
          e);
    } catch (HttpTimeoutException e) {
      throw new CommandFailed(
          "The server at %s has not answered GET %s within %d seconds."
              .formatted(url, CATALOGUE, TIMEOUT.toSeconds()),
          e);
    } catch (IOException e) {
      throw new CommandFailed(
          "What answers at %s does not speak HTTP as expected: %s".formatted(url, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted while the server was asked.", e);
    }
  }
}
