package com.veetssuites.platform.enrollment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of payments.
 *
 * @param callbackSecret key that the payment provider signs its callbacks with; empty: callbacks
 *     are refused
 * @param callbackTolerance how far the time in a signature may lie from now
 */
@ConfigurationProperties("veets.payments")
record PaymentProperties(
    @DefaultValue("") String callbackSecret, @DefaultValue("5m") Duration callbackTolerance) {

  @Override
  public String toString() {
    return "PaymentProperties[callbackSecret=***, callbackTolerance=" + callbackTolerance + "]";
  }
}
