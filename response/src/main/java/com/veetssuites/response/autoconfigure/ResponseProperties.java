package com.veetssuites.response.autoconfigure;

import com.veetssuites.cache.Coherence;
import com.veetssuites.response.ResponseSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the response cache.
 *
 * @param enabled whether there is a response cache
 * @param timeout how long an answer is fresh when its view does not say
 * @param maxBody longest body that is kept
 * @param maxSize memory for the answers of one view
 * @param joinTimeout how long a request waits for the answer that another one is making
 * @param hostInKey whether answers are kept by scheme, host and port; without that they must not
 *     contain absolute links
 * @param credentialHeaders request headers that are credentials, besides cookies
 * @param unstoredHeaders response headers that belong to one request, and are not kept
 * @param positionLifetime how long a client tells of its last write; longer than the nodes may be
 *     behind
 * @param site the site-wide mode
 */
@ConfigurationProperties("veets.response")
public record ResponseProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("300s") Duration timeout,
    @DefaultValue("1MB") DataSize maxBody,
    @DefaultValue("64MB") DataSize maxSize,
    @DefaultValue("10s") Duration joinTimeout,
    @DefaultValue("true") boolean hostInKey,
    @DefaultValue({"Authorization", "Proxy-Authorization", "X-Api-Key", "X-Auth-Token"})
        List<String> credentialHeaders,
    @DefaultValue({"Server-Timing", "X-Request-Id", "Traceresponse"}) List<String> unstoredHeaders,
    @DefaultValue("10s") Duration positionLifetime,
    @DefaultValue Site site) {

  /** Refuses what could not work. */
  public ResponseProperties {
    positive("timeout", timeout);
    positive("join-timeout", joinTimeout);
    positive("position-lifetime", positionLifetime);
    positive("site.timeout", site.timeout);
    if (maxBody.toBytes() < 1 || maxBody.toBytes() > 256L << 20) {
      throw new IllegalArgumentException(
          "veets.response.max-body is between 1 byte and 256MB, not " + maxBody + ".");
    }
    if (maxSize.toBytes() < maxBody.toBytes()) {
      throw new IllegalArgumentException(
          "veets.response.max-size (%s) holds at least one body of max-body (%s)."
              .formatted(maxSize, maxBody));
    }
    if (!site.keyPrefix.matches("[\\w.-]+(:[\\w.-]+)*")) {
      throw new IllegalArgumentException(
          "veets.response.site.key-prefix is made of words with colons between them, not '%s'."
              .formatted(site.keyPrefix));
    }
  }

  /**
   * The site-wide mode.
   *
   * @param enabled whether every safe GET is kept
   * @param timeout how long an answer is fresh
   * @param keyPrefix what all keys begin with
   * @param exclude paths that are left alone, as path patterns
   */
  public record Site(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("300s") Duration timeout,
      @DefaultValue("veetssuites") String keyPrefix,
      @DefaultValue({"/actuator/**", "/error"}) List<String> exclude) {}

  ResponseSettings settings(
      @Nullable String servletPath, String requestMeter, Coherence coherence) {
    String path = servletPath == null || servletPath.equals("/") ? "" : servletPath;
    return new ResponseSettings(
        timeout,
        (int) maxBody.toBytes(),
        maxSize.toBytes(),
        joinTimeout,
        hostInKey,
        credentialHeaders,
        unstoredHeaders,
        coherence == Coherence.SESSION,
        positionLifetime,
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        requestMeter,
        site.enabled
            ? new ResponseSettings.Site(site.timeout, site.keyPrefix, site.exclude)
            : null);
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "veets.response.%s is above zero, such as 300s, not %s.".formatted(name, value));
    }
  }
}
