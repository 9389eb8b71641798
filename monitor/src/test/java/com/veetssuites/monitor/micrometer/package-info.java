/** What Micrometer records, against what other registries count. */
@NullMarked
package com.veetssuites.monitor.micrometer;

import org.jspecify.annotations.NullMarked;
