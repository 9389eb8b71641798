package com.veetssuites.platform.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the events of third parties.
 *
 * @param kept how long it is known that an event was taken in; longer than a sender repeats it
 */
@ConfigurationProperties("veets.webhooks")
record WebhookProperties(@DefaultValue("30d") Duration kept) {

  WebhookProperties {
    if (kept.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "veets.webhooks.kept is %s; it must be at least 1d, or an event that is sent again counts twice."
              .formatted(kept));
    }
  }
}
