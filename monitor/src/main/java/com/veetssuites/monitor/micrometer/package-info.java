/** What Micrometer records: requests and timed methods. */
@NullMarked
package com.veetssuites.monitor.micrometer;

import org.jspecify.annotations.NullMarked;
