/** Webhooks against a real HTTP server. */
@NullMarked
package com.veetssuites.monitor.webhook;

import org.jspecify.annotations.NullMarked;
