/** Tells other systems of alerts, by HTTP. */
@NullMarked
package com.veetssuites.monitor.webhook;

import org.jspecify.annotations.NullMarked;
