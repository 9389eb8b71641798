package com.veetssuites.platform.download;

/**
 * Nothing is fetched from there. The message says why, with the host and without the rest of the
 * URL, which may be a secret.
 */
public final class TargetRefused extends RuntimeException {
  TargetRefused(String message) {
    super(message);
  }
}
