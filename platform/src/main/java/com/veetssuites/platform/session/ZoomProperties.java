package com.veetssuites.platform.session;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the connection with Zoom.
 *
 * @param webhookSecret the secret token of the Zoom app, which signs its webhooks; empty: webhooks
 *     are refused
 * @param joinHosts hosts that join links may lead to, with their subdomains
 */
@ConfigurationProperties("veets.zoom")
record ZoomProperties(
    @DefaultValue("") String webhookSecret, @DefaultValue("zoom.us") List<String> joinHosts) {

  @Override
  public String toString() {
    return "ZoomProperties[webhookSecret=***, joinHosts=%s]".formatted(joinHosts);
  }
}
