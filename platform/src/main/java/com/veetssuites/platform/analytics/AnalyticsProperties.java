package com.veetssuites.platform.analytics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the reports.
 *
 * @param reportsKept how long a report is kept
 */
@ConfigurationProperties("veets.analytics")
record AnalyticsProperties(@DefaultValue("400d") Duration reportsKept) {

  AnalyticsProperties {
    if (reportsKept.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "veets.analytics.reports-kept is %s; it must be at least 1d.".formatted(reportsKept));
    }
  }
}
