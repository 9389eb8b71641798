package com.veetssuites.platform.download;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what a URL of somebody else leads to. Each redirect is checked as the first URL was. Safe
 * for use by any number of threads; every download has a connection of its own.
 *
 * <p>Apache's HTTP client carries it, because the one of the JDK resolves names by itself and
 * cannot be told which address to connect to. The name stays the one of the URL for {@code Host},
 * SNI and the certificate.
 */
public final class Downloads {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final DownloadRules rules;
  private final HostResolver resolver;
  private final SSLContext trust;

  /**
   * @param trust who is believed to sign certificates
   */
  public Downloads(DownloadRules rules, HostResolver resolver, SSLContext trust) {
    this.rules = rules;
    this.resolver = resolver;
    this.trust = trust;
  }

  /**
   * Sends a GET request, follows redirects, and returns the answer once its headers are there,
   * whatever its status is.
   *
   * @param headers sent with every request, redirected ones too
   * @param bearer a token for the server of this URL; no other is sent it
   * @param limit for everything until the end of the body
   * @throws TargetRefused when the URL or a redirect leads to where nothing is fetched from
   * @throws IOException when it fails for now
   */
  public Download open(
      URI url, Map<String, String> headers, @Nullable String bearer, Duration limit)
      throws IOException {
    URI start = rules.check(url);
    CloseableHttpClient client = client();
    var watch = new Watch(limit);
    boolean opened = false;
    try {
      URI next = start;
      for (int hop = 0; hop <= rules.limits().redirects(); hop++) {
        var request = new HttpGet(next);
        request.setHeader(HttpHeaders.ACCEPT, "*/*");
        headers.forEach(request::setHeader);
        if (bearer != null && isSameServer(start, next)) {
          request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + bearer);
        }
        watch.over(request);
        var host = new HttpHost(next.getScheme(), next.getHost(), next.getPort());
        ClassicHttpResponse response = execute(client, host, request, watch);
        if (!REDIRECTS.contains(response.getCode())) {
          opened = true;
          return new Download(response, request, client, watch);
        }
        next = rules.check(location(next, response));
        request.cancel(); // its body is never read
      }
      throw new TargetRefused(
          "Host %s redirects more than %d times."
              .formatted(start.getHost(), rules.limits().redirects()));
    } finally {
      if (!opened) {
        watch.close();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
      }
    }
  }

  private static ClassicHttpResponse execute(
      CloseableHttpClient client, HttpHost host, HttpGet request, Watch watch) throws IOException {
    try {
      return client.executeOpen(host, request, null);
    } catch (IOException e) {
      watch.check(); // says so when it was the watch that ended it
      throw e;
    }
  }

  private static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getRawAuthority().equals(other.getRawAuthority());
  }

  private static URI location(URI current, ClassicHttpResponse response) {
    var header = response.getFirstHeader(HttpHeaders.LOCATION);
    if (header == null) {
      throw new TargetRefused("Host %s redirects to nowhere.".formatted(current.getHost()));
    }
    try {
      return current.resolve(new URI(header.getValue()));
    } catch (URISyntaxException e) {
      throw new TargetRefused("Host %s redirects to what is no URL.".formatted(current.getHost()));
    }
  }

  private CloseableHttpClient client() {
    Timeout connect = Timeout.of(rules.limits().connect());
    Timeout idle = Timeout.of(rules.limits().idle());
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new CheckedAddresses(resolver, rules))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(idle).build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(idle)
                        .build())
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(connect)
                .setResponseTimeout(idle)
                .build())
        .setConnectionReuseStrategy((request, response, context) -> false) // each is checked anew
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableAuthCaching()
        .disableCookieManagement()
        .disableContentCompression()
        .setUserAgent("VeetsSuites")
        .build();
  }
}
