package com.veetssuites.platform.recording;

import com.veetssuites.platform.download.DownloadRules;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of how recordings are fetched.
 *
 * @param allowedHosts hosts to fetch from, with their subdomains; * is any
 * @param allowedPorts ports to fetch from
 * @param plainHosts hosts that may be asked over http as well
 * @param allowedNetworks networks to fetch from although they are not public, such as 10.1.2.0/24
 * @param maxSize the largest recording
 * @param timeLimit how long one try may take; the next goes on where it stopped
 * @param idleTimeout the longest wait for the next bytes
 * @param connectTimeout the longest wait for a connection
 * @param maxRedirects how many redirects are followed
 */
@ConfigurationProperties("veets.recordings")
record RecordingProperties(
    @DefaultValue({"zoom.us", "zoom.com", "zoomgov.com"}) List<String> allowedHosts,
    @DefaultValue("443") List<Integer> allowedPorts,
    @DefaultValue List<String> plainHosts,
    @DefaultValue List<String> allowedNetworks,
    @DefaultValue("4GB") DataSize maxSize,
    @DefaultValue("2h") Duration timeLimit,
    @DefaultValue("30s") Duration idleTimeout,
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("5") int maxRedirects) {

  DownloadRules rules() {
    return new DownloadRules(
        allowedHosts,
        plainHosts,
        allowedPorts,
        allowedNetworks,
        new DownloadRules.Limits(connectTimeout, idleTimeout, maxRedirects));
  }
}
