package com.veetssuites.platform.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 127.0.0.1 stands for the public internet, as an exception of the rules; 127.0.0.2 is the
 * neighbour that nobody may reach.
 */
@Timeout(60)
class DownloadsTest {

  private static SSLContext tls;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<InetAddress[]> addresses = new ArrayList<>();
  private RawServer server;
  private RawServer victim;
  private RawServer plain;

  @BeforeAll
  static void certificates(@TempDir Path folder) throws Exception {
    tls = TestCertificates.make(folder);
  }

  @BeforeEach
  void start() {
    RawServer.Answer hello =
        (request, out) -> {
          RawServer.head(out, "200 OK", "Content-Length: 5");
          out.write("hello".getBytes(UTF_8));
        };
    server = new RawServer("127.0.0.1", tls, hello);
    victim = new RawServer("127.0.0.2", tls, hello);
    plain = new RawServer("127.0.0.1", null, hello);
    addresses.add(new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
  }

  @AfterEach
  void stop() {
    server.close();
    victim.close();
    plain.close();
  }

  /** Answers of the name server in turn, the last again and again. */
  private void resolves(String... literals) {
    addresses.clear();
    for (String each : literals) {
      addresses.add(
          Arrays.stream(each.split(",")).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
    }
  }

  private synchronized InetAddress[] resolve(String host) {
    asked.add(host);
    return host.matches("[0-9.]+|.*:.*")
        ? new InetAddress[] {InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""))}
        : addresses.size() == 1 ? addresses.getFirst() : addresses.removeFirst();
  }

  private Downloads downloads(String... hosts) {
    return new Downloads(
        new DownloadRules(
            List.of(hosts),
            List.of("plain.zoom.test"),
            List.of(443, server.port(), victim.port(), plain.port()),
            List.of("127.0.0.1"),
            new DownloadRules.Limits(Duration.ofSeconds(2), Duration.ofMillis(700), 3)),
        this::resolve,
        tls);
  }

  private String get(String url, Duration limit) throws IOException {
    try (Download download =
        downloads("zoom.test").open(URI.create(url), Map.of(), "the token", limit)) {
      return download.status() + " " + body(download);
    }
  }

  private static String body(Download download) throws IOException {
    var all = new ByteArrayOutputStream();
    byte[] buffer = new byte[100];
    for (int read; (read = download.read(buffer, 0, buffer.length)) >= 0; ) {
      all.write(buffer, 0, read);
    }
    return all.toString(ISO_8859_1);
  }

  private String get(String url) throws IOException {
    return get(url, Duration.ofSeconds(20));
  }

  private String https(String host) {
    return "https://" + host + ":" + server.port();
  }

  @Test
  void the_address_that_was_checked_is_the_one_connected_to() throws IOException {
    resolves("127.0.0.1", "127.0.0.2"); // rebinds between check and connection
    assertThat(get(https("zoom.test") + "/rec?a=b")).isEqualTo("200 hello");
    assertThat(asked).containsExactly("zoom.test");
    RawServer.Request request = server.requests().getFirst();
    assertThat(request.path()).isEqualTo("/rec?a=b");
    assertThat(request.header("host")).isEqualTo("zoom.test:" + server.port());
    assertThat(request.serverName()).isEqualTo("zoom.test");
    assertThat(victim.requests()).isEmpty();
  }

  @Test
  void a_name_that_rebinds_is_refused_at_the_next_connection() throws IOException {
    resolves("127.0.0.1", "127.0.0.2");
    server.answer(RawServer.redirect("https://zoom.test:" + victim.port() + "/again"));
    assertThatThrownBy(() -> get(https("zoom.test")))
        .isInstanceOf(TargetRefused.class)
        .hasMessageContaining("127.0.0.2");
    assertThat(victim.requests()).isEmpty();
  }

  @Test
  void one_bad_address_among_good_ones_is_enough() {
    resolves("127.0.0.1,10.0.0.1");
    assertThatThrownBy(() -> get(https("zoom.test")))
        .isInstanceOf(TargetRefused.class)
        .hasMessage("Host zoom.test has address 10.0.0.1, which is not on the public internet.");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void a_certificate_of_another_name_is_not_accepted() {
    assertThatThrownBy(() ->
            downloads("*")
                .open(
                    URI.create(https("zoom.test.evil.test")),
                    Map.of(),
                    null,
                    Duration.ofSeconds(5)))
        .isInstanceOf(SSLException.class);
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.2:%d/",
        "https://2130706434:%d/",
        "https://0x7f000002:%d/",
        "https://0x7f.0.0.2:%d/",
        "https://0177.0.0.2:%d/",
        "https://127.2:%d/",
        "https://127.0.0.02:%d/",
        "https://127.0.0.2.:%d/",
        "https://[::1]:%d/",
        "https://[::ffff:127.0.0.2]:%d/",
        "https://[::ffff:7f00:2]:%d/",
        "https://[64:ff9b::7f00:2]:%d/",
        "https://[2002:7f00:2::]:%d/",
        "https://[fe80::1]:%d/",
        "https://[fd00::1]:%d/",
        "https://user:pass@zoom.test:%d/",
        "https://user@zoom.test:%d/",
        "http://zoom.test:%d/",
        "ftp://zoom.test/%d",
        "file:///etc/passwd?%d",
        "https:///x%d",
        "https://zoom.test..:%d/",
        "https://zoom%%2etest:%d/",
        "https://10.0.0.1:%d/",
        "https://169.254.169.254:%d/latest/meta-data/",
        "jar:https://zoom.test:%d!/",
        "mailto:x%d"
      })
  void no_form_of_a_bad_address_is_fetched_be_it_asked_for_or_redirected_to(String pattern) {
    String url = pattern.formatted(victim.port());
    Downloads any = downloads("*");
    assertThatThrownBy(() -> any.open(URI.create(url), Map.of(), null, Duration.ofSeconds(5)))
        .isInstanceOf(TargetRefused.class);
    server.answer(RawServer.redirect(url));
    assertThatThrownBy(
            () -> any.open(URI.create(https("zoom.test")), Map.of(), null, Duration.ofSeconds(5)))
        .isInstanceOf(TargetRefused.class);
    assertThat(victim.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evilzoom.test/",
        "https://zoom.test.evil.test/",
        "https://zoom/",
        "https://zoom.test:8443/",
        "https://zoom.test:22/",
        "https://1.1.1.1/",
        "https://0/"
      })
  void what_the_rules_do_not_name_is_refused_before_anybody_is_asked(String url) {
    assertThatThrownBy(() -> get(url)).isInstanceOf(TargetRefused.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void hosts_are_compared_without_case_and_without_the_dot_of_the_root() throws IOException {
    assertThat(get(https("US02.Zoom.Test."))).isEqualTo("200 hello");
    assertThat(server.requests().getFirst().serverName()).isEqualTo("us02.zoom.test");
  }

  @Test
  void plain_http_is_for_the_hosts_named_so() throws IOException {
    assertThat(get("http://plain.zoom.test:" + plain.port())).isEqualTo("200 hello");
    assertThatThrownBy(() -> get("http://zoom.test:" + plain.port()))
        .hasMessageContaining("https only");
  }

  @Test
  void the_token_goes_to_the_server_of_the_url_and_to_no_other() throws IOException {
    List<@Nullable String> tokens = new CopyOnWriteArrayList<>();
    server.answer((request, out) -> {
      tokens.add(request.header("host") + " " + request.header("authorization"));
      String next =
          switch (request.path()) {
            case "/1" -> "/2";
            case "/2" -> https("ssrweb.zoom.test") + "/3";
            default -> "";
          };
      if (next.isEmpty()) {
        RawServer.head(out, "200 OK", "Content-Length: 0");
      } else {
        RawServer.redirect(next).write(request, out);
      }
    });
    assertThat(get(https("zoom.test") + "/1")).isEqualTo("200 ");
    assertThat(tokens)
        .containsExactly(
            "zoom.test:%d Bearer the token".formatted(server.port()),
            "zoom.test:%d Bearer the token".formatted(server.port()),
            "ssrweb.zoom.test:%d null".formatted(server.port()));
    tokens.clear();
    server.answer(RawServer.redirect("http://plain.zoom.test:" + plain.port() + "/"));
    get(https("zoom.test"));
    assertThat(plain.requests().getFirst().header("authorization")).isNull();
  }

  @Test
  void redirects_are_followed_a_few_times_and_only_to_urls() {
    server.answer(RawServer.redirect("/again"));
    assertThatThrownBy(() -> get(https("zoom.test")))
        .isInstanceOf(TargetRefused.class)
        .hasMessageContaining("more than 3 times");
    assertThat(server.requests()).hasSize(4);
    server.answer(RawServer.redirect("https://zoom.test\\@evil.test/"));
    assertThatThrownBy(() -> get(https("zoom.test"))).hasMessageContaining("no URL");
    server.answer((request, out) -> RawServer.head(out, "302 Found", "Content-Length: 0"));
    assertThatThrownBy(() -> get(https("zoom.test"))).hasMessageContaining("to nowhere");
  }

  @Test
  void neither_silence_nor_a_slow_drip_holds_a_download_for_long() {
    server.answer((request, out) -> Thread.sleep(10_000));
    assertThatThrownBy(() -> get(https("zoom.test"))).isInstanceOf(InterruptedIOException.class);
    Duration limit = Duration.ofMillis(1_500);
    server.answer((request, out) -> {
      for (byte letter : "HTTP/1.1 200 OK, as slowly as can be".getBytes(UTF_8)) {
        out.write(letter);
        out.flush();
        Thread.sleep(200);
      }
    });
    assertThatThrownBy(() -> get(https("zoom.test"), limit)).isInstanceOf(DownloadTimedOut.class);
    server.answer((request, out) -> {
      RawServer.head(out, "200 OK", "Content-Length: 1000");
      for (int i = 0; i < 100; i++) {
        out.write('x');
        out.flush();
        Thread.sleep(200);
      }
    });
    assertThatThrownBy(() -> get(https("zoom.test"), limit)).isInstanceOf(DownloadTimedOut.class);
  }

  @Test
  void an_interrupt_ends_a_download_that_waits() throws Exception {
    var failure = new AtomicReference<@Nullable Throwable>();
    server.answer((request, out) -> {
      RawServer.head(out, "200 OK", "Content-Length: 1000");
      for (int i = 0; i < 100; i++) {
        out.write('x');
        out.flush();
        Thread.sleep(200);
      }
    });
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                get(https("zoom.test"));
              } catch (IOException e) {
                failure.set(e);
              }
            });
    while (server.requests().isEmpty()) {
      Thread.onSpinWait();
    }
    reader.interrupt();
    reader.join(5_000);
    assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void a_body_that_breaks_off_is_an_error() {
    server.answer((request, out) -> {
      RawServer.head(out, "200 OK", "Content-Length: 10");
      out.write("hello".getBytes(UTF_8));
    });
    assertThatThrownBy(() -> get(https("zoom.test"))).isInstanceOf(IOException.class);
    server.answer((request, out) -> {
      RawServer.head(out, "200 OK", "Transfer-Encoding: chunked");
      out.write("5\r\nhello\r\n".getBytes(UTF_8));
    });
    assertThatThrownBy(() -> get(https("zoom.test"))).isInstanceOf(IOException.class);
  }
}
